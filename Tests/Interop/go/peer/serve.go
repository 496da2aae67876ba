package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"fiszka/address"
	"fiszka/message"

	"github.com/containerd/ttrpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

func runServe(arguments []string, input io.Reader, output io.Writer) error {
	flags := flag.NewFlagSet("serve", flag.ContinueOnError)
	places := addressOption(flags)
	if err := parse(flags, arguments); err != nil {
		return err
	}
	if len(*places) == 0 {
		return fmt.Errorf("%w: serve needs an --address", errUsage)
	}
	server, err := newServer()
	if err != nil {
		return err
	}
	failed := make(chan error, len(*places))
	for _, place := range *places {
		listener, err := place.Listen()
		if err != nil {
			return err
		}
		go func() { failed <- server.Serve(context.Background(), listener) }()
		fmt.Fprintln(output, "ready", address.Of(listener))
	}
	select {
	case err := <-failed:
		return err
	case <-untilStopped(input):
	}
	// The listeners close with the server, and a Unix path goes with its listener.
	if err := server.Close(); err != nil && !errors.Is(err, ttrpc.ErrServerClosed) {
		return err
	}
	return nil
}

// untilStopped is closed by SIGTERM, by SIGINT and by the end of the input, so that the server never outlives its starter.
func untilStopped(input io.Reader) <-chan struct{} {
	stop := make(chan struct{})
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	ended := make(chan struct{})
	go func() {
		io.Copy(io.Discard, input)
		close(ended)
	}()
	go func() {
		select {
		case <-signals:
		case <-ended:
		}
		close(stop)
	}()
	return stop
}

func newServer() (*ttrpc.Server, error) {
	server, err := ttrpc.NewServer()
	if err != nil {
		return nil, err
	}
	server.Register(message.HealthService, map[string]ttrpc.Method{"Check": checkHealth})
	server.Register(message.EchoService, echoMethods)
	return server, nil
}

func checkHealth(_ context.Context, unmarshal func(interface{}) error) (interface{}, error) {
	var request message.HealthCheckRequest
	if err := unmarshal(&request); err != nil {
		return nil, err
	}
	switch request.Service {
	case "", message.HealthService, message.EchoService:
		return &message.HealthCheckResponse{Status: message.HealthServing}, nil
	default:
		return nil, status.Errorf(codes.NotFound, "no service %q is served here", request.Service)
	}
}
