import NIOCore

@testable import TTRPC

/// Records the beginning and the end of every handler.
struct CallRecorder: Interceptor {
  enum Event: Sendable, Equatable {
    case began(String)
    /// The code is nil for success.
    case ended(String, RPCError.Code?)
  }

  let log = Recorder<Event>()

  func before(_ call: CallContext, request: ByteBuffer?) throws(RPCError) {
    log.append(.began(call.method.method))
  }

  func after(_ call: CallContext, failure: RPCError?) throws(RPCError) {
    log.append(.ended(call.method.method, failure?.code))
  }

  /// How the first handler of `method` ended, as soon as it has; nil for success.
  func end(of method: MethodDescriptor) async -> RPCError.Code? {
    let name = method.method
    let events = await log.until { $0.contains { if case .ended(name, _) = $0 { true } else { false } } }
    for case .ended(name, let code) in events { return code }
    return nil
  }

  /// Returns when as many handlers have ended as `count` says.
  func untilEnded(_ count: Int) async {
    await log.until { $0.count { if case .ended = $0 { true } else { false } } >= count }
  }
}
