package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
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

// rawScenario is what is sent, as options of `peer raw`, and what comes back.
type rawScenario struct {
	options string
	frames  []string
	end     string
}

// answered ends with the last of these frames. Where a frame must be ignored, a good call after it gets the first answer.
func answered(sent []string, frames ...string) rawScenario {
	return rawScenario{"--send-hex " + strings.Join(sent, " --send-hex "), frames, "frames"}
}

func serving(stream int) string { return fmt.Sprintf("%d 2 flags 0 serving", stream) }

func oddIdScenarios(hold string) map[string]rawScenario {
	const odd = "code 3 StreamID must be odd for client initiated streams"
	check := checkHex(1, typeRequest, 0)
	return map[string]rawScenario{
		"even id, then a good call": answered([]string{checkHex(2, typeRequest, 0), checkHex(3, typeRequest, 0)}, "2 2 "+odd, serving(3)),
		"id 0":                      answered([]string{checkHex(0, typeRequest, 0)}, "0 2 "+odd),
		"finished id used again":    answered([]string{check, check}, serving(1), serving(1)),
		"live id used again":        answered([]string{hold, check}, serving(1), "1 2 code 0 "),
	}
}

func oversizeScenarios() map[string]rawScenario {
	header := headerHex(oversizeLength, 1, typeRequest, 0)
	return map[string]rawScenario{
		"oversize header alone": {"--timeout 200ms --send-hex " + header, nil, "timeout"},
		"oversize frame, then a good call": {
			fmt.Sprintf("--send-hex %s --send-zeros %d --send-hex %s", header, oversizeLength, checkHex(3, typeRequest, 0)),
			[]string{"1 2 code 8 message length 4194305 exceed maximum message size of 4194304", serving(3)}, "frames",
		},
	}
}

func contentScenarios() map[string]rawScenario {
	request := func(service, method string, payload []byte) []string {
		return []string{requestHex(1, typeRequest, 0, service, method, payload)}
	}
	return map[string]rawScenario{
		"unknown service": answered(request("no.Such", "Check", nil), "1 2 code 12 service no.Such"),
		"unknown method":  answered(request(message.HealthService, "No", nil), "1 2 code 12 method No"),
		"garbage payload": answered(
			request(message.EchoService, "EchoInline", []byte{0xff}), "1 2 code 13 ttrpc: error unmarshalling payload: unexpected EOF"),
		"garbage envelope, then a good call": answered(
			[]string{headerHex(4, 1, typeRequest, 0) + "ffffffff", checkHex(3, typeRequest, 0)},
			"1 2 code 3 unmarshal request error: unexpected EOF", serving(3)),
		"empty frame": answered([]string{headerHex(0, 1, typeRequest, 0)}, "1 2 code 12 service "),
	}
}

func typeScenarios(hold string) map[string]rawScenario {
	good := checkHex(3, typeRequest, 0)
	return map[string]rawScenario{
		"unknown type":          answered([]string{checkHex(1, 9, 0), good}, serving(3)),
		"response from client":  answered([]string{checkHex(1, typeResponse, 0), good}, serving(3)),
		"data without a stream": answered([]string{checkHex(1, typeData, 0), good}, serving(3)),
		"data on a live unary":  answered([]string{hold, checkHex(1, typeData, 1), good}, serving(3), "1 2 code 0 "),
		"every flag set":        answered([]string{checkHex(1, typeRequest, 0xff)}, serving(1)),
	}
}

func endScenarios(hold string) map[string]rawScenario {
	half := checkHex(1, typeRequest, 0)[:40]
	return map[string]rawScenario{
		"half a header, then EOF":                  {"--close-write --send-hex 0000000000", nil, "closed"},
		"half a payload, then EOF: stays for good": {"--timeout 200ms --close-write --send-hex " + half, nil, "timeout"},
		"EOF during a call":                        {"--close-write --send-hex " + hold, nil, "closed"},
	}
}

func TestRawFramesGetTheLibrarysAnswers(t *testing.T) {
	holding, err := proto.Marshal(&message.EchoRequest{HoldMilliseconds: 200})
	if err != nil {
		t.Fatal(err)
	}
	hold := requestHex(1, typeRequest, 0, message.EchoService, "EchoWorker", holding)
	target := serveForTest(t, "unix:@")
	for _, scenarios := range []map[string]rawScenario{
		oddIdScenarios(hold), oversizeScenarios(), contentScenarios(), typeScenarios(hold), endScenarios(hold),
	} {
		for name, scenario := range scenarios {
			t.Run(name, func(t *testing.T) { scenario.expect(t, target) })
		}
	}
}

func (s rawScenario) expect(t *testing.T, target string) {
	var output bytes.Buffer
	arguments := []string{"--address", target, "--expect-frames", fmt.Sprint(len(s.frames))}
	err := runRaw(append(arguments, split(s.options)...), nil, &output)
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
	if fmt.Sprint(frames) != fmt.Sprint(s.frames) || result.End != s.end {
		t.Errorf("got %q, end %s", frames, result.End)
	}
}
