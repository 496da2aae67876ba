import Dispatch
import Glibc
import NIOCore
import TestAPI
import Testing

@testable import TTRPC

/// How many connections may wait until a busy server accepts them.
@Suite(.timeLimit(.minutes(1))) struct ListenQueueTests {
  @Test(arguments: [TransportKind.unixPath, .abstract])
  func crowdThatConnectsWhileTheEventLoopIsBusyWaitsForItsTurn(_ kind: TransportKind) async throws {
    let busy = EventLoopHold()
    try await withService(kind, TestServiceOptions { $0.interceptors = [busy] }) { service in
      let address = try #require(service.address)
      async let answer = service.echo.echoInline(EchoRequest(payload: [1]))
      await busy.untilHeld()
      var crowd: [CInt] = []
      defer { for descriptor in crowd { close(descriptor) } }
      let refused = Result { for _ in 0..<500 { crowd.append(try UnixSocket.connect(address)) } }
      busy.release()
      try refused.get()
      #expect(try await answer.payload == [1])
    }
  }
}

/// Keeps the event loop in the first INLINE call of the echo service until it is released.
private final class EventLoopHold: Interceptor {
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
