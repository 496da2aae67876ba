import NIOCore
import ProtobufCSupport

// Interceptors are folded into each handler once, when the server is made; without any, a handler stays as it is.
extension MethodHandler {
  func folding(_ interceptors: [any Interceptor]) -> MethodHandler {
    if interceptors.isEmpty { return self }
    switch self {
    case .unary(let handler):
      return .unary(Self.fold(handler, interceptors))
    case .tryInline(let attempt, let handler):
      return .tryInline(Self.fold(attempt, interceptors), orWorker: Self.fold(handler, interceptors))
    case .stream(let handler):
      return .stream(Self.fold(handler, interceptors))
    }
  }

  private static func fold(_ handler: @escaping Unary, _ interceptors: [any Interceptor]) -> Unary {
    { (request, call) throws(RPCError) in
      var passed = 0
      do throws(RPCError) {
        try before(interceptors, call, request, &passed)
        let response = try handler(request, call)
        try after(interceptors, call, &passed)
        return response
      } catch {
        throw failed(interceptors, call, error, passed)
      }
    }
  }

  private static func fold(_ attempt: @escaping TryUnary, _ interceptors: [any Interceptor]) -> TryUnary {
    { (request, call) throws(RPCError) in
      var passed = 0
      do throws(RPCError) {
        try before(interceptors, call, request, &passed)
        guard let response = try attempt(request, call) else { return nil }
        try after(interceptors, call, &passed)
        return response
      } catch {
        throw failed(interceptors, call, error, passed)
      }
    }
  }

  private static func fold(_ handler: @escaping Stream, _ interceptors: [any Interceptor]) -> Stream {
    { (requests, responses, call) async throws(RPCError) in
      var passed = 0
      do throws(RPCError) {
        // The one request of a server stream is there already; it is put back for the handler.
        let first = call.method.kind == .serverStreaming ? try await requests.next() : nil
        try before(interceptors, call, first, &passed)
        try await handler(first.map { Prepended(first: $0, decodedBytes: call.decodedBytes) } ?? requests, responses, call)
        try after(interceptors, call, &passed)
      } catch {
        throw failed(interceptors, call, error, passed)
      }
    }
  }

  private static func before(
    _ interceptors: [any Interceptor], _ call: CallContext, _ request: ByteBuffer?, _ passed: inout Int
  ) throws(RPCError) {
    for interceptor in interceptors {
      try interceptor.before(call, request: request)
      passed += 1
    }
  }

  /// Counts `passed` down, so that an interceptor whose `after` throws is not asked again.
  private static func after(
    _ interceptors: [any Interceptor], _ call: CallContext, _ passed: inout Int
  ) throws(RPCError) {
    while passed > 0 {
      passed -= 1
      try interceptors[passed].after(call, failure: nil)
    }
  }

  private static func failed(
    _ interceptors: [any Interceptor], _ call: CallContext, _ failure: RPCError, _ passed: Int
  ) -> RPCError {
    var result = failure
    for interceptor in interceptors[..<passed].reversed() {
      do throws(RPCError) {
        try interceptor.after(call, failure: result)
      } catch {
        result = error
      }
    }
    return result
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
