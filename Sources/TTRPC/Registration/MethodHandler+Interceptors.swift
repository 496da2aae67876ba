import NIOCore
import ProtobufCSupport

// Interceptors are put around each handler once, when the server is made, the last one innermost; without any, a handler stays as it
// is. What an `after` throws is the failure that those around it see.
extension MethodHandler {
  func inside(_ interceptors: [any Interceptor]) -> MethodHandler {
    if interceptors.isEmpty { return self }
    // Loops, because a generic `reduce` would put two more closures around each.
    switch self {
    case .unary(var handler):
      for interceptor in interceptors.reversed() { handler = Self.put(handler, inside: interceptor) }
      return .unary(handler)
    case .tryInline(var attempt, var handler):
      for interceptor in interceptors.reversed() {
        attempt = Self.put(attempt, inside: interceptor)
        handler = Self.put(handler, inside: interceptor)
      }
      return .tryInline(attempt, orWorker: handler)
    case .stream(let handler):
      return .stream(Self.put(handler, inside: interceptors))
    }
  }

  private static func put(_ handler: @escaping Unary, inside interceptor: any Interceptor) -> Unary {
    { (request, call) throws(RPCError) in
      try interceptor.before(call, request: request)
      let response: any ProtobufMessage
      do throws(RPCError) {
        response = try handler(request, call)
      } catch {
        try interceptor.after(call, failure: error)
        throw error
      }
      try interceptor.after(call, failure: nil)
      return response
    }
  }

  private static func put(_ attempt: @escaping TryUnary, inside interceptor: any Interceptor) -> TryUnary {
    { (request, call) throws(RPCError) in
      try interceptor.before(call, request: request)
      let response: (any ProtobufMessage)?
      do throws(RPCError) {
        response = try attempt(request, call)
      } catch {
        try interceptor.after(call, failure: error)
        throw error
      }
      // Who declines runs again, and ends then.
      if response != nil { try interceptor.after(call, failure: nil) }
      return response
    }
  }

  /// A handler of streams, with the one request of a server stream beside it.
  private typealias Step =
    @Sendable (ByteBuffer?, any InboundMessages, any OutboundMessages, CallContext) async throws(RPCError) -> Void

  private static func put(_ handler: @escaping Stream, inside interceptors: [any Interceptor]) -> Stream {
    var step: Step = { (_, requests, responses, call) async throws(RPCError) in try await handler(requests, responses, call) }
    for interceptor in interceptors.reversed() { step = put(step, inside: interceptor) }
    return { [step] (requests, responses, call) async throws(RPCError) in
      // The one request of a server stream is there already; it is put back for the handler.
      let first = call.method.kind == .serverStreaming ? try await requests.next() : nil
      try await step(first, first.map { Prepended(first: $0, decodedBytes: call.decodedBytes) } ?? requests, responses, call)
    }
  }

  private static func put(_ handler: @escaping Step, inside interceptor: any Interceptor) -> Step {
    { (first, requests, responses, call) async throws(RPCError) in
      try interceptor.before(call, request: first)
      do throws(RPCError) {
        try await handler(first, requests, responses, call)
      } catch {
        try interceptor.after(call, failure: error)
        throw error
      }
      try interceptor.after(call, failure: nil)
    }
  }
}

/// A stream of one message that was read before.
private final class Prepended: InboundMessages {
  let decodedBytes: Int
  private let queue = InboundQueue()

  init(first: ByteBuffer, decodedBytes: Int) {
    self.decodedBytes = decodedBytes
    queue.append(first)
    queue.end(.success(()))
  }

  func next() async throws(RPCError) -> ByteBuffer? {
    try await queue.next()
  }
}
