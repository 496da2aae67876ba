// Package address reads the addresses that every Fiszka program takes: unix:PATH, unix:@NAME and tcp:HOST:PORT.
package address

import (
	"fmt"
	"net"
	"strings"
)

// Address is where a server listens. An abstract Unix name keeps its leading @, which package net understands.
type Address struct {
	network string
	place   string
}

// Parse reads one address.
func Parse(text string) (Address, error) {
	network, place, found := strings.Cut(text, ":")
	if !found || place == "" || place == "@" || (network != "unix" && network != "tcp") {
		return Address{}, fmt.Errorf("address %q is none of unix:PATH, unix:@NAME, tcp:HOST:PORT", text)
	}
	return Address{network, place}, nil
}

// Dial connects to the address.
func (a Address) Dial() (net.Conn, error) { return net.Dial(a.network, a.place) }

// Listen binds the address. A Unix path must not exist yet.
func (a Address) Listen() (net.Listener, error) { return net.Listen(a.network, a.place) }

// Of tells the address of a listener, with the port that the system chose for port 0.
func Of(listener net.Listener) string {
	return listener.Addr().Network() + ":" + listener.Addr().String()
}
