// Command peer is the other side of the interoperability tests: a ttrpc client and server on a library that others wrote.
//
//	peer call --address A --service S --method M [--payload-hex HEX|-] …   one JSON line for each answer
//	peer serve --address A …                                              "ready ADDRESS" lines, until SIGTERM or the end of stdin
//	peer raw --address A --send-hex HEX … --expect-frames N                one JSON object with the frames that came back
//
// It exits 0 when it did what was asked (an error status is an answer), 1 when it could not, 2 on wrong usage.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"

	"fiszka/address"
)

var errUsage = errors.New("usage: peer call|serve|raw --address ADDRESS … (peer call --help lists the options)")

func main() {
	err := run(os.Args[1:])
	switch {
	case err == nil, errors.Is(err, flag.ErrHelp):
	case errors.Is(err, errUsage):
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "peer:", err)
		os.Exit(1)
	}
}

func run(arguments []string) error {
	if len(arguments) == 0 {
		return errUsage
	}
	switch arguments[0] {
	case "call":
		return runCall(arguments[1:], os.Stdin, os.Stdout)
	case "serve":
		return runServe(arguments[1:], os.Stdin, os.Stdout)
	case "raw":
		return runRaw(arguments[1:], os.Stdin, os.Stdout)
	default:
		return errUsage
	}
}

// parse reads the options and turns a wrong one into errUsage. Nothing but options is taken.
func parse(flags *flag.FlagSet, arguments []string) error {
	err := flags.Parse(arguments)
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		return fmt.Errorf("%w: %v", errUsage, err)
	}
	if err == nil && flags.NArg() > 0 {
		return fmt.Errorf("%w: %q is not an option", errUsage, flags.Arg(0))
	}
	return err
}

// addressOption declares --address, repeatable.
func addressOption(flags *flag.FlagSet) *[]address.Address {
	places := new([]address.Address)
	flags.Func("address", "unix:PATH, unix:@NAME or tcp:HOST:PORT", func(text string) error {
		place, err := address.Parse(text)
		*places = append(*places, place)
		return err
	})
	return places
}

// oneAddress is the address that a client needs.
func oneAddress(places []address.Address) (address.Address, error) {
	if len(places) != 1 {
		return address.Address{}, fmt.Errorf("%w: give one --address", errUsage)
	}
	return places[0], nil
}
