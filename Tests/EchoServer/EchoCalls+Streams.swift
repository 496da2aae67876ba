package import TTRPC
package import TestAPI

extension EchoCalls {
  package func collectStream(
    _ requests: MessageStream<EchoRequest>, _ call: CallContext
  ) async throws(RPCError) -> CollectResponse {
    var response = CollectResponse()
    var checksum = CRC32()
    for try await request in requests {
      try request.check()
      if request.describeCall { response.call = CallDescription(call) }
      try await hold(request.holdMilliseconds, call)
      try fail(with: request.failure)
      response.messages += 1
      response.payloadBytes += Int64(request.payload.count)
      checksum.add(request.payload)
    }
    response.payloadCrc32 = checksum.value
    return response
  }

  package func produceStream(
    _ request: ProduceRequest, _ responses: MessageWriter<EchoResponse>, _ call: CallContext
  ) async throws(RPCError) {
    try await produce(request, responses, call)
    try fail(with: request.failure)
  }

  package func echoStream(
    _ requests: MessageStream<EchoRequest>, _ responses: MessageWriter<EchoResponse>, _ call: CallContext
  ) async throws(RPCError) {
    var index: Int64 = 0
    for try await request in requests {
      try request.check()
      let description = request.describeCall ? CallDescription(call) : nil
      try await hold(request.holdMilliseconds, call)
      try fail(with: request.failure)
      try await responses.write(EchoResponse(payload: request.answer, index: index, call: description))
      index += 1
    }
  }

  package func watchStream(
    _ request: ProduceRequest, _ responses: MessageWriter<EchoResponse>, _ call: CallContext
  ) async throws(RPCError) {
    try await produce(request, responses, call)
    try fail(with: request.failure)
    try await gate.holdTask(milliseconds: nil, call)
  }

  private func produce(
    _ request: ProduceRequest, _ responses: MessageWriter<EchoResponse>, _ call: CallContext
  ) async throws(RPCError) {
    try request.check()
    let payload = [UInt8](pattern: request.payloadSize)
    for index in 0..<request.messages {
      try await hold(request.holdMilliseconds, call)
      let description = request.describeCall && index == 0 ? CallDescription(call) : nil
      try await responses.write(EchoResponse(payload: payload, index: index, call: description))
    }
  }

  private func hold(_ milliseconds: Int64, _ call: CallContext) async throws(RPCError) {
    if milliseconds > 0 { try await gate.holdTask(milliseconds: milliseconds, call) }
  }
}
