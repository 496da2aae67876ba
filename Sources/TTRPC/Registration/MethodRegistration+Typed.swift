package import ProtobufCSupport

// Erases a handler's message types, once per method kind; what generated registrations call.
extension MethodRegistration {
  /// A unary handler.
  package static func unary<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: MethodDescriptor, _ handler: @escaping @Sendable (Request, CallContext) throws(RPCError) -> Response
  ) -> MethodRegistration {
    MethodRegistration(method, .unary(erase(handler)))
  }

  /// A unary handler with a form that never blocks and may decline.
  package static func tryInline<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: MethodDescriptor,
    _ attempt: @escaping @Sendable (Request, CallContext) throws(RPCError) -> Response?,
    orWorker handler: @escaping @Sendable (Request, CallContext) throws(RPCError) -> Response
  ) -> MethodRegistration {
    let erased: MethodHandler.TryUnary = { (bytes, call) throws(RPCError) in
      try attempt(try Request(request: bytes, limitBytes: call.decodedBytes), call)
    }
    return MethodRegistration(method, .tryInline(erased, orWorker: erase(handler)))
  }

  /// A handler of one request and many responses.
  package static func serverStreaming<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: MethodDescriptor,
    _ handler: @escaping @Sendable (Request, MessageWriter<Response>, CallContext) async throws(RPCError) -> Void
  ) -> MethodRegistration {
    let erased: MethodHandler.Stream = { (requests, responses, call) async throws(RPCError) in
      guard let bytes = try await requests.next() else {
        throw RPCError(.invalidArgument, "\(call.method.fullName) takes one request: none came before the stream was closed.")
      }
      try await handler(try Request(request: bytes, limitBytes: call.decodedBytes), MessageWriter(responses), call)
    }
    return MethodRegistration(method, .stream(erased))
  }

  /// A handler of many requests and one response.
  package static func clientStreaming<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: MethodDescriptor,
    _ handler: @escaping @Sendable (MessageStream<Request>, CallContext) async throws(RPCError) -> Response
  ) -> MethodRegistration {
    let erased: MethodHandler.Stream = { (requests, responses, call) async throws(RPCError) in
      try await responses.respond(try await handler(MessageStream(requests), call))
    }
    return MethodRegistration(method, .stream(erased))
  }

  /// A handler of many requests and many responses.
  package static func bidirectional<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: MethodDescriptor,
    _ handler:
      @escaping @Sendable (MessageStream<Request>, MessageWriter<Response>, CallContext) async throws(RPCError) -> Void
  ) -> MethodRegistration {
    let erased: MethodHandler.Stream = { (requests, responses, call) async throws(RPCError) in
      try await handler(MessageStream(requests), MessageWriter(responses), call)
    }
    return MethodRegistration(method, .stream(erased))
  }

  private static func erase<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ handler: @escaping @Sendable (Request, CallContext) throws(RPCError) -> Response
  ) -> MethodHandler.Unary {
    { (bytes, call) throws(RPCError) in try handler(try Request(request: bytes, limitBytes: call.decodedBytes), call) }
  }
}
