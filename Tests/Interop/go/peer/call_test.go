package main

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"fiszka/message"

	"github.com/gogo/protobuf/proto"
	"google.golang.org/genproto/googleapis/rpc/status"
)

// serveForTest starts `peer serve` until the test ends and returns its address. kind is "unix:", "unix:@" or "tcp:".
func serveForTest(t *testing.T, kind string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "s")
	target := kind + map[string]string{"unix:": path, "unix:@": path, "tcp:": "127.0.0.1:0"}[kind]
	input, stop := io.Pipe()
	ready, output := io.Pipe()
	done := make(chan error, 1)
	go func() { done <- runServe([]string{"--address", target}, input, output) }()
	line, err := bufio.NewReader(ready).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop.Close()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
	return strings.TrimSpace(strings.TrimPrefix(line, "ready "))
}

// call runs `peer call` for one method of the test service.
func call(t *testing.T, target, method string, request proto.Message, options string) []callResult {
	t.Helper()
	payload, err := proto.Marshal(request)
	if err != nil {
		t.Fatal(err)
	}
	arguments := []string{"--address", target, "--service", message.EchoService, "--method", method, "--payload-hex", "-"}
	var output bytes.Buffer
	input := strings.NewReader(hex.EncodeToString(payload))
	if err := runCall(append(arguments, split(options)...), input, &output); err != nil {
		t.Fatal(err)
	}
	var results []callResult
	decoder := json.NewDecoder(&output)
	for decoder.More() {
		var result callResult
		if err := decoder.Decode(&result); err != nil {
			t.Fatal(err)
		}
		results = append(results, result)
	}
	return results
}

func split(options string) []string { return strings.Fields(options) }

func expectCode(t *testing.T, result callResult, code int32) {
	t.Helper()
	if result.Code == nil || *result.Code != code {
		encoded, _ := json.Marshal(result)
		t.Errorf("expected code %d, got %.300s", code, encoded)
	}
}

func decodeEcho(t *testing.T, result callResult) *message.EchoResponse {
	t.Helper()
	expectCode(t, result, 0)
	response := new(message.EchoResponse)
	payload, err := hex.DecodeString(result.PayloadHex)
	if err == nil {
		err = proto.Unmarshal(payload, response)
	}
	if err != nil {
		t.Fatal(err)
	}
	return response
}

func TestCallsOverEveryKindOfAddress(t *testing.T) {
	for _, kind := range []string{"unix:", "unix:@", "tcp:"} {
		t.Run(kind, func(t *testing.T) {
			results := call(t, serveForTest(t, kind), "EchoWorker", &message.EchoRequest{Payload: []byte("kot")}, "--count 20 --parallel 4")
			if len(results) != 20 {
				t.Fatalf("%d results", len(results))
			}
			for index, result := range results {
				if string(decodeEcho(t, result).Payload) != "kot" || result.Index != index {
					t.Errorf("result %d: %v", index, result)
				}
			}
		})
	}
}

func TestFailureComesBackWithCodeMessageAndDetails(t *testing.T) {
	failure := &status.Status{}
	if err := proto.Unmarshal([]byte("\x08\x05\x12\x04brak\x1a\x06\x0a\x01t\x12\x01v"), failure); err != nil {
		t.Fatal(err)
	}
	result := call(t, serveForTest(t, "unix:@"), "EchoWorker", &message.EchoRequest{Failure: failure}, "")[0]
	expectCode(t, result, 5)
	if result.Message != "brak" || fmt.Sprint(result.Details) != "[{t 76}]" {
		t.Errorf("%+v", result)
	}
}

func TestMetadataAndTimeoutReachTheServer(t *testing.T) {
	request := &message.EchoRequest{DescribeCall: true}
	options := "--metadata a=1 --metadata K=v=w --metadata a=2 --timeout 5s"
	described := decodeEcho(t, call(t, serveForTest(t, "unix:@"), "EchoInline", request, options)[0]).Call
	var entries []string
	for _, entry := range described.Metadata {
		entries = append(entries, entry.Key+":"+entry.Value)
	}
	if fmt.Sprint(entries) != "[K:v=w a:1 a:2]" {
		t.Error(entries)
	}
	remaining := described.RemainingNanoseconds
	if remaining == nil || *remaining <= 0 || *remaining > 5e9 {
		t.Error("the deadline did not arrive")
	}
}

func TestDeadlinesEndACallThatHolds(t *testing.T) {
	target := serveForTest(t, "unix:@")
	request := &message.EchoRequest{HoldMilliseconds: 30000}
	expectCode(t, call(t, target, "EchoWorker", request, "--timeout 20ms")[0], 4)
	expectCode(t, call(t, target, "EchoWorker", request, "--timeout -1ns")[0], 4)
	expectCode(t, call(t, target, "EchoBrief", request, "")[0], 4)
	local := call(t, target, "EchoWorker", request, "--wait 20ms")[0]
	if local.Code != nil || local.LocalError == "" {
		t.Errorf("expected a local error: %+v", local)
	}
}

func TestOversizeRequestIsRefusedAndTheConnectionLives(t *testing.T) {
	target := serveForTest(t, "tcp:")
	for _, result := range call(t, target, "EchoInline", &message.EchoRequest{Payload: make([]byte, 4<<20)}, "--count 2") {
		expectCode(t, result, 8)
	}
	largest := &message.EchoRequest{Payload: make([]byte, 4<<20-100)}
	if len(decodeEcho(t, call(t, target, "EchoInline", largest, "")[0]).Payload) != 4<<20-100 {
		t.Error("the largest payload did not come back")
	}
}

func TestRequestsOutsideTheContractAreInvalid(t *testing.T) {
	target := serveForTest(t, "unix:@")
	for _, request := range []*message.EchoRequest{
		{HoldMilliseconds: 1}, {HoldMilliseconds: -1}, {PayloadSize: -1}, {PayloadSize: 1 << 40}, {Failure: &status.Status{}},
	} {
		expectCode(t, call(t, target, "EchoInline", request, "")[0], 3)
	}
}
