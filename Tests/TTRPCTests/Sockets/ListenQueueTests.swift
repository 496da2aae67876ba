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
