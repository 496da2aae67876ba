package main

import (
	"context"
	"sort"
	"time"

	"fiszka/message"

	"github.com/containerd/ttrpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// echoMethods are the unary methods of the test contract; the library serves no streams.
var echoMethods = map[string]ttrpc.Method{
	"EchoInline":    echoMethod("EchoInline", 10*time.Second, false),
	"EchoTryInline": echoMethod("EchoTryInline", 10*time.Second, true),
	"EchoWorker":    echoMethod("EchoWorker", 10*time.Second, true),
	"EchoLong":      echoMethod("EchoLong", 60*time.Second, true),
	"EchoBrief":     echoMethod("EchoBrief", 100*time.Millisecond, true),
	"EchoKinds":     echoKinds,
}

func echoMethod(name string, longestRun time.Duration, mayHold bool) ttrpc.Method {
	return func(ctx context.Context, unmarshal func(interface{}) error) (interface{}, error) {
		var request message.EchoRequest
		if err := unmarshal(&request); err != nil {
			return nil, err
		}
		response := &message.EchoResponse{Payload: request.Payload}
		if request.DescribeCall { // first: the time left counts from here
			response.Call = describeCall(ctx, name)
		}
		if err := checkEcho(&request, mayHold); err != nil {
			return nil, err
		}
		ctx, cancel := context.WithTimeout(ctx, longestRun)
		defer cancel()
		if err := hold(ctx, time.Duration(request.HoldMilliseconds)*time.Millisecond); err != nil {
			return nil, err
		}
		if request.Failure != nil {
			return nil, status.ErrorProto(request.Failure)
		}
		if request.PayloadSize > 0 {
			response.Payload = patternPayload(request.PayloadSize)
		}
		return response, nil
	}
}

func checkEcho(request *message.EchoRequest, mayHold bool) error {
	switch {
	case request.PayloadSize < 0 || request.PayloadSize > message.LargestPayloadSize:
		return status.Errorf(codes.InvalidArgument, "payload_size must be 0 to %d", message.LargestPayloadSize)
	case request.HoldMilliseconds < 0 || request.HoldMilliseconds > message.LongestHoldMilliseconds:
		return status.Errorf(codes.InvalidArgument, "hold_milliseconds must be 0 to %d", message.LongestHoldMilliseconds)
	case request.HoldMilliseconds > 0 && !mayHold:
		return status.Error(codes.InvalidArgument, "this method never blocks: leave hold_milliseconds at 0")
	case request.Failure != nil && request.Failure.Code == 0:
		return status.Error(codes.InvalidArgument, "failure.code 0 is no failure")
	default:
		return nil
	}
}

// hold waits, or returns the context's error when its deadline passes first; the library turns that into DEADLINE_EXCEEDED.
func hold(ctx context.Context, duration time.Duration) error {
	if duration == 0 {
		return nil
	}
	timer := time.NewTimer(duration)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// describeCall lists metadata by key: the library keeps the order of the values of one key, not that of the keys.
func describeCall(ctx context.Context, method string) *message.CallDescription {
	description := &message.CallDescription{Method: message.EchoService + "/" + method}
	metadata, _ := ttrpc.GetMetadata(ctx)
	keys := make([]string, 0, len(metadata))
	for key := range metadata {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	for _, key := range keys {
		for _, value := range metadata[key] {
			description.Metadata = append(description.Metadata, &message.MetadataEntry{Key: key, Value: value})
		}
	}
	if deadline, found := ctx.Deadline(); found {
		remaining := time.Until(deadline).Nanoseconds()
		description.RemainingNanoseconds = &remaining
	}
	return description
}

func patternPayload(size int64) []byte {
	payload := make([]byte, size)
	for index := range payload {
		payload[index] = byte(index % 251)
	}
	return payload
}

// echoKinds sends back the bytes that came: the message of all field kinds is not decoded here.
func echoKinds(_ context.Context, unmarshal func(interface{}) error) (interface{}, error) {
	var request message.Raw
	if err := unmarshal(&request); err != nil {
		return nil, err
	}
	return &request, nil
}
