package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"testing"

	"fiszka/message"

	"github.com/containerd/ttrpc"
	"github.com/gogo/protobuf/proto"
)

// What the library's server, version 1.1.1, answers to frames that its own client never sends. These tests keep the record true
// that the protocol document compares itself with; our server need not answer alike.

const (
	oversizeLength = 4<<20 + 1
	typeRequest    = 1
	typeResponse   = 2
	typeData       = 3
)

// requestHex is a whole request frame; the payload orders what the test service does.
func requestHex(stream uint32, frameType, flags uint8, service, method string, payload []byte) string {
	envelope, err := proto.Marshal(&ttrpc.Request{Service: service, Method: method, Payload: payload})
	if err != nil {
		panic(err)
	}
	return headerHex(len(envelope), stream, frameType, flags) + hex.EncodeToString(envelope)
}

func headerHex(length int, stream uint32, frameType, flags uint8) string {
	return fmt.Sprintf("%08x%08x%02x%02x", length, stream, frameType, flags)
}

func checkHex(stream uint32, frameType, flags uint8) string {
	return requestHex(stream, frameType, flags, message.HealthService, "Check", nil)
}

// describe tells a frame as "stream type code message", with "serving" for the health answer.
func describe(t *testing.T, frame rawFrame) string {
	t.Helper()
	if frame.Flags != 0 || frame.PayloadHex == "12020801" {
		return fmt.Sprintf("%d %d flags %d serving", frame.Stream, frame.Type, frame.Flags)
	}
	var response ttrpc.Response
	payload, err := hex.DecodeString(frame.PayloadHex)
	if err == nil {
		err = proto.Unmarshal(payload, &response)
	}
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%d %d code %d %s", frame.Stream, frame.Type, response.Status.GetCode(), response.Status.GetMessage())
}

func TestRawFramesGetTheLibrarysAnswers(t *testing.T) {
	const odd = "code 3 StreamID must be odd for client initiated streams"
	serving := func(stream int) string { return fmt.Sprintf("%d 2 flags 0 serving", stream) }
	holding, err := proto.Marshal(&message.EchoRequest{HoldMilliseconds: 200})
	if err != nil {
		t.Fatal(err)
	}
	hold := requestHex(1, typeRequest, 0, message.EchoService, "EchoWorker", holding)
	next := "--send-hex " + checkHex(3, typeRequest, 0)
	for name, scenario := range map[string]struct {
		steps  string
		frames []string
		end    string
	}{
		"even id, then a good call": {"--send-hex " + checkHex(2, typeRequest, 0) + " " + next, []string{"2 2 " + odd, serving(3)}, "frames"},
		"id 0":                      {"--send-hex " + checkHex(0, typeRequest, 0), []string{"0 2 " + odd}, "frames"},
		"finished id used again": {
			"--send-hex " + checkHex(1, typeRequest, 0) + " --send-hex " + checkHex(1, typeRequest, 0), []string{serving(1), serving(1)}, "frames"},
		"live id used again":    {"--send-hex " + hold + " --send-hex " + checkHex(1, typeRequest, 0), []string{serving(1), "1 2 code 0 "}, "frames"},
		"oversize header alone": {"--timeout 200ms --send-hex " + headerHex(oversizeLength, 1, typeRequest, 0), nil, "timeout"},
		"oversize frame, then a good call": {
			fmt.Sprintf("--send-hex %s --send-zeros %d %s", headerHex(oversizeLength, 1, typeRequest, 0), oversizeLength, next),
			[]string{"1 2 code 8 message length 4194305 exceed maximum message size of 4194304", serving(3)}, "frames"},
		"unknown service":       {"--send-hex " + requestHex(1, typeRequest, 0, "no.Such", "Check", nil), []string{"1 2 code 12 service no.Such"}, "frames"},
		"unknown method":        {"--send-hex " + requestHex(1, typeRequest, 0, message.HealthService, "No", nil), []string{"1 2 code 12 method No"}, "frames"},
		"unknown type":          {"--timeout 200ms --send-hex " + checkHex(1, 9, 0), nil, "timeout"},
		"response from client":  {"--timeout 200ms --send-hex " + checkHex(1, typeResponse, 0), nil, "timeout"},
		"data without a stream": {"--timeout 200ms --send-hex " + checkHex(1, typeData, 0), nil, "timeout"},
		"data on a live unary":  {"--send-hex " + hold + " --send-hex " + checkHex(1, typeData, 1), []string{"1 2 code 0 "}, "frames"},
		"every flag set":        {"--send-hex " + checkHex(1, typeRequest, 0xff), []string{serving(1)}, "frames"},
		"garbage envelope": {
			"--send-hex " + headerHex(4, 1, typeRequest, 0) + "ffffffff " + next,
			[]string{"1 2 code 3 unmarshal request error: unexpected EOF", serving(3)}, "frames"},
		"garbage payload": {
			"--send-hex " + requestHex(1, typeRequest, 0, message.EchoService, "EchoInline", []byte{0xff}),
			[]string{"1 2 code 13 ttrpc: error unmarshalling payload: unexpected EOF"}, "frames"},
		"empty frame":              {"--send-hex " + headerHex(0, 1, typeRequest, 0), []string{"1 2 code 12 service "}, "frames"},
		"half a header, then EOF":  {"--close-write --send-hex 0000000000", nil, "closed"},
		"half a payload, then EOF": {"--timeout 200ms --close-write --send-hex " + checkHex(1, typeRequest, 0)[:40], nil, "timeout"},
		"EOF during a call":        {"--close-write --send-hex " + hold, nil, "closed"},
	} {
		t.Run(name, func(t *testing.T) {
			arguments := []string{"--address", serveForTest(t, "unix:@"), "--expect-frames", fmt.Sprint(len(scenario.frames))}
			var output bytes.Buffer
			err := runRaw(append(arguments, split(scenario.steps)...), nil, &output)
			var result rawResult
			if err == nil {
				err = json.Unmarshal(output.Bytes(), &result)
			}
			if err != nil {
				t.Fatal(err)
			}
			var frames []string
			for _, frame := range result.Frames {
				frames = append(frames, describe(t, frame))
			}
			if fmt.Sprint(frames) != fmt.Sprint(scenario.frames) || result.End != scenario.end {
				t.Errorf("got %q, end %s", frames, result.End)
			}
		})
	}
}
