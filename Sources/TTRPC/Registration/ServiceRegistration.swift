package import NIOCore
package import ProtobufCSupport

/// A service ready to be served: its methods with their handlers, types erased. Generated code makes it from an implementation.
package struct ServiceRegistration: Sendable {
  /// Full service name, such as "fiszka.v1.ImportService".
  package let service: String
  /// Every method of the service, in the contract's order.
  package let methods: [MethodRegistration]

  package init(service: String, methods: [MethodRegistration]) {
    self.service = service
    self.methods = methods
  }
}

/// One method with the handler that serves it.
package struct MethodRegistration: Sendable {
  package let method: MethodDescriptor
  package let handler: MethodHandler

  package init(_ method: MethodDescriptor, _ handler: MethodHandler) {
    self.method = method
    self.handler = handler
  }
}

/// A handler on encoded messages.
package enum MethodHandler: Sendable {
  /// Decodes the request, runs the handler and gives its response, on the thread that calls.
  package typealias Unary = @Sendable (_ request: ByteBuffer, CallContext) throws(RPCError) -> any ProtobufMessage
  /// The form for the event loop: nil when it would have to block.
  package typealias TryUnary = @Sendable (_ request: ByteBuffer, CallContext) throws(RPCError) -> (any ProtobufMessage)?
  /// Serves a whole stream; returning ends it.
  package typealias Stream =
    @Sendable (any InboundMessages, any OutboundMessages, CallContext) async throws(RPCError) -> Void

  case unary(Unary)
  case tryInline(TryUnary, orWorker: Unary)
  case stream(Stream)
}
