// Command load calls grpc.health.v1.Health/Check in a closed loop and prints one JSON object with what it saw.
//
// Each of --connections connections keeps --in-flight calls open. Two clients: `library` is the Go ttrpc client as its users have it;
// `frames` writes prepared frames from one goroutine per connection and costs a fraction of that, which leaves more of the machine to
// the server.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"fiszka/address"
)

// settings is one measurement. Calls that end before `from` are warm-up.
type settings struct {
	place                 address.Address
	connections, inFlight int
	from, until           time.Time
}

// report is what a load client prints; every client of the bench prints at least these.
type report struct {
	CallsTotal     int64   `json:"calls_total"` // with warm-up: what the server's CPU time is divided by
	Calls          int64   `json:"calls"`
	CallsPerSecond float64 `json:"calls_per_second"`
	P50            float64 `json:"p50_us"`
	P99            float64 `json:"p99_us"`
	Longest        float64 `json:"longest_us"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}

func run() error {
	target := flag.String("address", "", "unix:PATH, unix:@NAME or tcp:HOST:PORT")
	client := flag.String("client", "library", "library or frames")
	connections := flag.Int("connections", 1, "connections")
	inFlight := flag.Int("in-flight", 1, "calls open at once on each connection")
	seconds := flag.Float64("seconds", 1, "length of the measurement")
	warmup := flag.Float64("warmup", 0.2, "seconds of calls before it")
	processors := flag.Int("processors", 1, "threads that run Go code at once (GOMAXPROCS)")
	flag.Parse()
	runtime.GOMAXPROCS(*processors)
	place, err := address.Parse(*target)
	if err != nil {
		return err
	}
	drivers := map[string]func(settings) ([]*tally, error){"library": driveLibrary, "frames": driveFrames}
	drive, found := drivers[*client]
	if !found || *connections < 1 || *inFlight < 1 || *seconds <= 0 || *warmup < 0 {
		return fmt.Errorf("wrong options; --help lists them")
	}
	from := time.Now().Add(time.Duration(*warmup * 1e9))
	until := from.Add(time.Duration(*seconds * 1e9))
	tallies, err := drive(settings{place, *connections, *inFlight, from, until})
	if err != nil {
		return err
	}
	all := new(tally)
	for _, tally := range tallies {
		all.add(tally)
	}
	if all.latencies.count == 0 {
		return fmt.Errorf("no call ended within the measurement")
	}
	return json.NewEncoder(os.Stdout).Encode(all.report(*seconds))
}

// tally counts the calls of one worker; workers share nothing until they have ended.
type tally struct {
	total     int64
	latencies histogram
}

// record takes one call and tells whether the measurement goes on.
func (t *tally) record(started, ended time.Time, settings *settings) bool {
	t.total++
	if ended.After(settings.until) {
		return false
	}
	if started.After(settings.from) {
		t.latencies.record(ended.Sub(started).Nanoseconds())
	}
	return true
}

func (t *tally) add(other *tally) {
	t.total += other.total
	t.latencies.add(&other.latencies)
}

func (t *tally) report(seconds float64) report {
	const microsecond = 1e3
	return report{
		CallsTotal: t.total, Calls: t.latencies.count, CallsPerSecond: float64(t.latencies.count) / seconds,
		P50: t.latencies.quantile(0.5) / microsecond, P99: t.latencies.quantile(0.99) / microsecond,
		Longest: t.latencies.quantile(1) / microsecond,
	}
}

// runAll runs the workers at once and returns their tallies, or the first error.
func runAll(workers []func(*tally) error) ([]*tally, error) {
	tallies := make([]*tally, len(workers))
	failures := make(chan error, len(workers))
	var running sync.WaitGroup
	for index, worker := range workers {
		tallies[index] = new(tally)
		running.Add(1)
		go func(worker func(*tally) error, tally *tally) {
			defer running.Done()
			if err := worker(tally); err != nil {
				failures <- err
			}
		}(worker, tallies[index])
	}
	running.Wait()
	close(failures)
	return tallies, <-failures
}
