package main

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"time"

	"fiszka/message"

	"github.com/containerd/ttrpc"
	"github.com/gogo/protobuf/proto"
)

const (
	headerLength   = 10
	typeRequest    = 1
	typeResponse   = 2
	servingPayload = "\x08\x01" // HealthCheckResponse with status SERVING
)

// driveFrames runs one goroutine per connection: it answers every response at once by the next request, and flushes when nothing
// more has arrived.
func driveFrames(settings settings) ([]*tally, error) {
	var workers []func(*tally) error
	for connection := 0; connection < settings.connections; connection++ {
		socket, err := settings.place.Dial()
		if err != nil {
			return nil, err
		}
		defer socket.Close()
		pipe, err := newPipeline(socket)
		if err != nil {
			return nil, err
		}
		workers = append(workers, func(tally *tally) error { return pipe.drive(settings, tally) })
	}
	return runAll(workers)
}

// pipeline is one connection and its calls in flight.
type pipeline struct {
	reader  *bufio.Reader
	writer  *bufio.Writer
	request []byte               // one whole frame; its stream id is filled in for each call
	stream  uint32               // id of the next call
	started map[uint32]time.Time // by stream id
	payload []byte               // of the response last read
}

func newPipeline(socket net.Conn) (*pipeline, error) {
	envelope, err := proto.Marshal(&ttrpc.Request{Service: message.HealthService, Method: "Check"})
	if err != nil {
		return nil, err
	}
	request := make([]byte, headerLength, headerLength+len(envelope))
	binary.BigEndian.PutUint32(request, uint32(len(envelope)))
	request[8] = typeRequest
	return &pipeline{
		reader: bufio.NewReaderSize(socket, 1<<16), writer: bufio.NewWriterSize(socket, 1<<16),
		request: append(request, envelope...), stream: 1, started: map[uint32]time.Time{},
	}, nil
}

func (p *pipeline) drive(settings settings, tally *tally) error {
	for slot := 0; slot < settings.inFlight; slot++ {
		if err := p.send(time.Now()); err != nil {
			return err
		}
	}
	for len(p.started) > 0 {
		if p.reader.Buffered() < headerLength {
			if err := p.writer.Flush(); err != nil {
				return err
			}
		}
		started, err := p.receive()
		if err != nil {
			return err
		}
		ended := time.Now()
		if tally.record(started, ended, &settings) {
			if err := p.send(ended); err != nil {
				return err
			}
		}
	}
	return nil
}

func (p *pipeline) send(now time.Time) error {
	binary.BigEndian.PutUint32(p.request[4:], p.stream)
	p.started[p.stream] = now
	p.stream += 2
	_, err := p.writer.Write(p.request)
	return err
}

// receive reads one response, checks that it says SERVING, and returns when its call started.
func (p *pipeline) receive() (time.Time, error) {
	header, err := p.reader.Peek(headerLength)
	if err != nil {
		return time.Time{}, err
	}
	length, stream, frameType := binary.BigEndian.Uint32(header), binary.BigEndian.Uint32(header[4:]), header[8]
	started, found := p.started[stream]
	if !found || frameType != typeResponse || length > 1<<12 {
		return time.Time{}, fmt.Errorf("not an answer to a call in flight: header %x", header)
	}
	delete(p.started, stream)
	p.reader.Discard(headerLength)
	if cap(p.payload) < int(length) {
		p.payload = make([]byte, length)
	}
	p.payload = p.payload[:length]
	if _, err := io.ReadFull(p.reader, p.payload); err != nil {
		return time.Time{}, err
	}
	return started, checkServing(p.payload)
}

func checkServing(envelope []byte) error {
	if string(envelope) == "\x12\x02"+servingPayload { // the usual form: no status, the payload alone
		return nil
	}
	var response ttrpc.Response
	if err := proto.Unmarshal(envelope, &response); err != nil {
		return err
	}
	if response.Status.GetCode() != 0 || string(response.Payload) != servingPayload {
		return fmt.Errorf("the server is not serving: %x", envelope)
	}
	return nil
}
