// Package message holds the messages that the interoperability programs send and serve.
package message

import "fmt"

// Raw is a message already encoded: the library's codec passes its bytes on untouched, in both directions.
type Raw struct{ Bytes []byte }

// Marshal and Unmarshal are the methods that the library's protobuf package looks for.
func (m *Raw) Marshal() ([]byte, error) { return m.Bytes, nil }

func (m *Raw) Unmarshal(p []byte) error {
	m.Bytes = append([]byte(nil), p...)
	return nil
}

func (m *Raw) Reset()         { m.Bytes = nil }
func (m *Raw) String() string { return fmt.Sprintf("%x", m.Bytes) }
func (m *Raw) ProtoMessage()  {}
