package import ProtobufCSupport

/// What a client stub needs of a connection. Every function may be called from any task, also concurrently.
package protocol ClientChannel: Sendable {
  /// One request, one response.
  func unary<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: MethodDescriptor, _ request: Request, options: CallOptions
  ) async throws(RPCError) -> Response

  /// Opens a stream whose client sends exactly `request`.
  func open(
    _ method: MethodDescriptor, _ request: some ProtobufMessage, options: CallOptions
  ) async throws(RPCError) -> any InboundMessages

  /// Opens a stream to which the client sends any number of messages.
  func open(
    _ method: MethodDescriptor, options: CallOptions
  ) async throws(RPCError) -> any InboundMessages & OutboundMessages
}

/// A call that sends many messages and gets one response.
package struct ClientStreamingCall<Request: ProtobufMessage, Response: ProtobufMessage>: Sendable {
  /// Where the requests go.
  package let requests: MessageWriter<Request>
  private let responses: MessageStream<Response>

  package init(_ stream: any InboundMessages & OutboundMessages) {
    requests = MessageWriter(stream)
    responses = MessageStream(stream)
  }

  /// Says that no more requests follow and waits for the response. Call it once.
  package func response() async throws(RPCError) -> Response {
    try await requests.finish()
    var iterator = responses.makeAsyncIterator()
    guard let response = try await iterator.next() else {
      throw RPCError(.internal, "The server ended the stream without a response.")
    }
    return response
  }
}

/// A call that sends and receives many messages, in any order.
package struct BidirectionalCall<Request: ProtobufMessage, Response: ProtobufMessage>: Sendable {
  /// Where the requests go; `finish()` on it says that no more follow.
  package let requests: MessageWriter<Request>
  /// What the server sends.
  package let responses: MessageStream<Response>

  package init(_ stream: any InboundMessages & OutboundMessages) {
    requests = MessageWriter(stream)
    responses = MessageStream(stream)
  }
}
