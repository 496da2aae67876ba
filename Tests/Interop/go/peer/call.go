package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"fiszka/address"
	"fiszka/message"

	"github.com/containerd/ttrpc"
	"google.golang.org/grpc/status"
)

// callOptions is what one run of `peer call` asks for.
type callOptions struct {
	place           address.Address
	service, method string
	payload         []byte
	timeout         time.Duration // sent in the request; the client itself does not act on it
	wait            time.Duration // how long the client waits for an answer
	metadata        ttrpc.MD
	count, parallel int
}

// callResult is the answer to one call. Without a status from the server, Code is absent and LocalError says what happened.
type callResult struct {
	Index      int          `json:"index"`
	Code       *int32       `json:"code,omitempty"`
	Message    string       `json:"message"`
	Details    []callDetail `json:"details"`
	PayloadHex string       `json:"payload_hex"`
	LocalError string       `json:"local_error,omitempty"`
}

type callDetail struct {
	TypeURL  string `json:"type_url"`
	ValueHex string `json:"value_hex"`
}

func runCall(arguments []string, input io.Reader, output io.Writer) error {
	options, err := parseCall(arguments, input)
	if err != nil {
		return err
	}
	connection, err := options.place.Dial()
	if err != nil {
		return err
	}
	client := ttrpc.NewClient(connection, ttrpc.WithUnaryClientInterceptor(options.sendTimeout))
	defer client.Close()
	encoder := json.NewEncoder(output)
	for _, result := range options.callAll(client) {
		if err := encoder.Encode(result); err != nil {
			return err
		}
	}
	return nil
}

func parseCall(arguments []string, input io.Reader) (callOptions, error) {
	options := callOptions{metadata: ttrpc.MD{}}
	flags := flag.NewFlagSet("call", flag.ContinueOnError)
	places := addressOption(flags)
	flags.StringVar(&options.service, "service", "", "full name of the service")
	flags.StringVar(&options.method, "method", "", "name of the method")
	payload := flags.String("payload-hex", "", "encoded request message; - reads the hexadecimal digits from standard input")
	flags.DurationVar(&options.timeout, "timeout", 0, "timeout sent to the server, which alone enforces it; 0 sends none")
	flags.DurationVar(&options.wait, "wait", 30*time.Second, "longest wait for an answer")
	flags.Func("metadata", "KEY=VALUE, repeatable", func(text string) error {
		key, value, found := strings.Cut(text, "=")
		if !found {
			return fmt.Errorf("%q is not KEY=VALUE", text)
		}
		options.metadata[key] = append(options.metadata[key], value)
		return nil
	})
	flags.IntVar(&options.count, "count", 1, "number of calls, all on one connection")
	flags.IntVar(&options.parallel, "parallel", 1, "calls in flight at once")
	err := parse(flags, arguments)
	if err != nil {
		return options, err
	}
	if options.place, err = oneAddress(*places); err != nil {
		return options, err
	}
	if options.count < 1 || options.parallel < 1 {
		return options, fmt.Errorf("%w: --count and --parallel start at 1", errUsage)
	}
	options.payload, err = decodeHex(*payload, input)
	return options, err
}

// decodeHex reads hexadecimal digits, in groups or not; - takes them from the input, for what is too long for a command line.
func decodeHex(digits string, input io.Reader) ([]byte, error) {
	if digits == "-" {
		text, err := io.ReadAll(input)
		if err != nil {
			return nil, err
		}
		digits = string(text)
	}
	return hex.DecodeString(strings.Join(strings.Fields(digits), ""))
}

// sendTimeout puts the timeout into the request only. Given as the context's deadline, the library would also stop waiting at that
// moment and hide the server's own answer.
func (o callOptions) sendTimeout(
	ctx context.Context, request *ttrpc.Request, response *ttrpc.Response, _ *ttrpc.UnaryClientInfo, invoke ttrpc.Invoker,
) error {
	request.TimeoutNano = o.timeout.Nanoseconds()
	return invoke(ctx, request, response)
}

// callAll makes the calls and returns their results in the order in which they started.
func (o callOptions) callAll(client *ttrpc.Client) []callResult {
	results := make([]callResult, o.count)
	indices := make(chan int)
	var workers sync.WaitGroup
	for worker := 0; worker < o.parallel; worker++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for index := range indices {
				results[index] = o.callOnce(client, index)
			}
		}()
	}
	for index := range results {
		indices <- index
	}
	close(indices)
	workers.Wait()
	return results
}

func (o callOptions) callOnce(client *ttrpc.Client, index int) callResult {
	ctx, cancel := context.WithTimeout(context.Background(), o.wait)
	defer cancel()
	if len(o.metadata) > 0 {
		ctx = ttrpc.WithMetadata(ctx, o.metadata)
	}
	result := callResult{Index: index, Details: []callDetail{}}
	var response message.Raw
	err := client.Call(ctx, o.service, o.method, &message.Raw{Bytes: o.payload}, &response)
	answer, isStatus := status.FromError(err)
	if !isStatus {
		result.LocalError = err.Error()
		return result
	}
	code := int32(answer.Code())
	result.Code, result.Message, result.PayloadHex = &code, answer.Message(), hex.EncodeToString(response.Bytes)
	for _, detail := range answer.Proto().GetDetails() {
		result.Details = append(result.Details, callDetail{detail.GetTypeUrl(), hex.EncodeToString(detail.GetValue())})
	}
	return result
}
