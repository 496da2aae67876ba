import Dispatch
import NIOCore
import TestAPI

@testable import TTRPC

/// Keeps the event loop in the first INLINE call of the echo service until it is released.
final class EventLoopHold: Interceptor {
  private let held = AsyncStream.makeStream(of: Void.self)
  private let released = DispatchSemaphore(value: 0)

  func before(_ call: CallContext, request: ByteBuffer?) throws(RPCError) {
    guard call.method.fullName == EchoServiceMethods.echoInline.fullName else { return }
    held.continuation.yield()
    released.wait()
  }

  func untilHeld() async {
    for await _ in held.stream { return }
  }

  func release() {
    released.signal()
  }
}
