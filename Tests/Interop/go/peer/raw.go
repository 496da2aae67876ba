package main

import (
	"bufio"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"os"
	"strings"
	"time"
)

const (
	headerLength  = 10
	largestLength = 64 << 20 // a longer frame ends the reading: it is the other side's mistake
)

// rawFrame is one frame as it came, its payload whole.
type rawFrame struct {
	Length     uint32 `json:"length"`
	Stream     uint32 `json:"stream"`
	Type       uint8  `json:"type"`
	Flags      uint8  `json:"flags"`
	PayloadHex string `json:"payload_hex"`
}

// rawResult is what came back. End is "frames" (as many as expected), "closed" (end of file), "reset" or "timeout".
type rawResult struct {
	Frames      []rawFrame `json:"frames"`
	End         string     `json:"end"`
	TrailingHex string     `json:"trailing_hex"` // bytes of a frame that did not come whole
}

// rawStep is one thing to do on the connection, in the order of the command line.
type rawStep func(connection net.Conn) error

func runRaw(arguments []string, input io.Reader, output io.Writer) error {
	var steps []rawStep
	flags := flag.NewFlagSet("raw", flag.ContinueOnError)
	places := addressOption(flags)
	flags.Func("send-hex", "bytes to send, repeatable; - reads the digits from standard input", func(digits string) error {
		data, err := decodeHex(digits, input)
		steps = append(steps, func(connection net.Conn) error { _, err := connection.Write(data); return err })
		return err
	})
	flags.Func("send-zeros", "number of zero bytes to send, repeatable", func(text string) error {
		step, err := sendZeros(text)
		steps = append(steps, step)
		return err
	})
	closeWrite := flags.Bool("close-write", false, "close the sending side after the last step")
	expected := flags.Int("expect-frames", 1, "frames to wait for; 0 waits for the end of the connection")
	timeout := flags.Duration("timeout", 5*time.Second, "longest time for everything")
	if err := parse(flags, arguments); err != nil {
		return err
	}
	place, err := oneAddress(*places)
	if err != nil {
		return err
	}
	connection, err := place.Dial()
	if err != nil {
		return err
	}
	defer connection.Close()
	if err := connection.SetDeadline(time.Now().Add(*timeout)); err != nil {
		return err
	}
	// Sending goes on beside reading, and ends early without being an error of this program when the other side closes first.
	go send(connection, steps, *closeWrite)
	return json.NewEncoder(output).Encode(readFrames(connection, *expected))
}

func send(connection net.Conn, steps []rawStep, closeWrite bool) {
	for _, step := range steps {
		if err := step(connection); err != nil {
			return
		}
	}
	if half, ok := connection.(interface{ CloseWrite() error }); ok && closeWrite {
		half.CloseWrite()
	}
}

func sendZeros(text string) (rawStep, error) {
	var count int
	if _, err := fmt.Sscanf(text, "%d", &count); err != nil || count < 0 {
		return nil, fmt.Errorf("%q is not a number of bytes", text)
	}
	return func(connection net.Conn) error { _, err := connection.Write(make([]byte, count)); return err }, nil
}

// readFrames reads until `expected` frames (0: no limit) are there, the connection ends or its deadline passes.
func readFrames(connection net.Conn, expected int) rawResult {
	result := rawResult{Frames: []rawFrame{}}
	reader := bufio.NewReader(connection)
	for {
		if expected > 0 && len(result.Frames) == expected {
			result.End = "frames"
			return result
		}
		frame, partial, err := readFrame(reader)
		if err != nil {
			result.End, result.TrailingHex = describeEnd(err), hex.EncodeToString(partial)
			return result
		}
		result.Frames = append(result.Frames, frame)
	}
}

func readFrame(reader io.Reader) (rawFrame, []byte, error) {
	header := make([]byte, headerLength)
	if count, err := io.ReadFull(reader, header); err != nil {
		return rawFrame{}, header[:count], err
	}
	frame := rawFrame{
		Length: binary.BigEndian.Uint32(header), Stream: binary.BigEndian.Uint32(header[4:]), Type: header[8], Flags: header[9],
	}
	if frame.Length > largestLength {
		return frame, header, fmt.Errorf("a frame of %d bytes", frame.Length)
	}
	payload := make([]byte, frame.Length)
	if count, err := io.ReadFull(reader, payload); err != nil {
		return frame, append(header, payload[:count]...), err
	}
	frame.PayloadHex = hex.EncodeToString(payload)
	return frame, nil, nil
}

func describeEnd(err error) string {
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "closed"
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "timeout"
	case strings.Contains(err.Error(), "reset"):
		return "reset"
	default:
		return err.Error()
	}
}
