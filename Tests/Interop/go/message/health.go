package message

import "github.com/gogo/protobuf/proto"

// HealthService is the full name of the standard health service.
const HealthService = "grpc.health.v1.Health"

// HealthServing is the status SERVING.
const HealthServing int32 = 1

// HealthCheckRequest is grpc.health.v1.HealthCheckRequest. Both messages have the methods that generated code has, so that a
// measured call costs what it costs a Go program with generated code.
type HealthCheckRequest struct {
	Service string `protobuf:"bytes,1,opt,name=service,proto3"`
}

// HealthCheckResponse is grpc.health.v1.HealthCheckResponse.
type HealthCheckResponse struct {
	Status int32 `protobuf:"varint,1,opt,name=status,proto3"`
}

var healthCheckRequestInfo, healthCheckResponseInfo proto.InternalMessageInfo

func (m *HealthCheckRequest) Reset()         { *m = HealthCheckRequest{} }
func (m *HealthCheckRequest) String() string { return proto.CompactTextString(m) }
func (m *HealthCheckRequest) ProtoMessage()  {}
func (m *HealthCheckRequest) XXX_Unmarshal(p []byte) error {
	return healthCheckRequestInfo.Unmarshal(m, p)
}

func (m *HealthCheckResponse) Reset()         { *m = HealthCheckResponse{} }
func (m *HealthCheckResponse) String() string { return proto.CompactTextString(m) }
func (m *HealthCheckResponse) ProtoMessage()  {}
func (m *HealthCheckResponse) XXX_Size() int  { return healthCheckResponseInfo.Size(m) }
func (m *HealthCheckResponse) XXX_Marshal(p []byte, deterministic bool) ([]byte, error) {
	return healthCheckResponseInfo.Marshal(p, m, deterministic)
}
