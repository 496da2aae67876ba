package message

import (
	"github.com/gogo/protobuf/proto"
	"google.golang.org/genproto/googleapis/rpc/status"
)

// EchoService is the service of the test contract, Tests/Proto/fiszka/test/v1/echo.proto, which says what each field means.
const EchoService = "fiszka.test.v1.EchoService"

// The limits that the contract sets on a request.
const (
	LargestPayloadSize      = 16777216
	LongestHoldMilliseconds = 60000
)

type EchoRequest struct {
	Payload          []byte         `protobuf:"bytes,1,opt,name=payload,proto3"`
	PayloadSize      int64          `protobuf:"varint,2,opt,name=payload_size,proto3"`
	HoldMilliseconds int64          `protobuf:"varint,3,opt,name=hold_milliseconds,proto3"`
	Failure          *status.Status `protobuf:"bytes,4,opt,name=failure,proto3"`
	DescribeCall     bool           `protobuf:"varint,5,opt,name=describe_call,proto3"`
	DeclineInline    bool           `protobuf:"varint,6,opt,name=decline_inline,proto3"`
}

type EchoResponse struct {
	Payload []byte           `protobuf:"bytes,1,opt,name=payload,proto3"`
	Index   int64            `protobuf:"varint,2,opt,name=index,proto3"`
	Call    *CallDescription `protobuf:"bytes,3,opt,name=call,proto3"`
}

// CallDescription has the fields that the library tells its handlers; they learn neither stream id nor peer.
type CallDescription struct {
	Method               string           `protobuf:"bytes,1,opt,name=method,proto3"`
	Metadata             []*MetadataEntry `protobuf:"bytes,3,rep,name=metadata,proto3"`
	RemainingNanoseconds *int64           `protobuf:"varint,4,opt,name=remaining_nanoseconds"` // nil: no deadline
}

type MetadataEntry struct {
	Key   string `protobuf:"bytes,1,opt,name=key,proto3"`
	Value string `protobuf:"bytes,2,opt,name=value,proto3"`
}

func (m *EchoRequest) Reset()         { *m = EchoRequest{} }
func (m *EchoRequest) String() string { return proto.CompactTextString(m) }
func (m *EchoRequest) ProtoMessage()  {}

func (m *EchoResponse) Reset()         { *m = EchoResponse{} }
func (m *EchoResponse) String() string { return proto.CompactTextString(m) }
func (m *EchoResponse) ProtoMessage()  {}

func (m *CallDescription) Reset()         { *m = CallDescription{} }
func (m *CallDescription) String() string { return proto.CompactTextString(m) }
func (m *CallDescription) ProtoMessage()  {}

func (m *MetadataEntry) Reset()         { *m = MetadataEntry{} }
func (m *MetadataEntry) String() string { return proto.CompactTextString(m) }
func (m *MetadataEntry) ProtoMessage()  {}
