package main

import (
	"context"
	"fmt"
	"time"

	"fiszka/message"

	"github.com/containerd/ttrpc"
)

// driveLibrary calls through the Go ttrpc client, one goroutine per call in flight.
func driveLibrary(settings settings) ([]*tally, error) {
	var workers []func(*tally) error
	for connection := 0; connection < settings.connections; connection++ {
		socket, err := settings.place.Dial()
		if err != nil {
			return nil, err
		}
		client := ttrpc.NewClient(socket)
		defer client.Close()
		for slot := 0; slot < settings.inFlight; slot++ {
			workers = append(workers, func(tally *tally) error { return callLibrary(client, settings, tally) })
		}
	}
	return runAll(workers)
}

func callLibrary(client *ttrpc.Client, settings settings, tally *tally) error {
	var request, response message.Raw
	for started := time.Now(); ; {
		if err := client.Call(context.Background(), message.HealthService, "Check", &request, &response); err != nil {
			return err
		}
		if string(response.Bytes) != servingPayload {
			return fmt.Errorf("the server is not serving: %x", response.Bytes)
		}
		ended := time.Now()
		if !tally.record(started, ended, &settings) {
			return nil
		}
		started = ended
	}
}
