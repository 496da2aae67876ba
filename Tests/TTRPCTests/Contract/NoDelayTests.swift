import EchoServer
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

/// No call delays another of its connection. `scripts/bench/lanes` says by how much.
@Suite(.timeLimit(.minutes(1))) struct NoDelayTests {
  @Test(arguments: [TransportKind.unixPath, .tcp])
  func twoThousandPingsAreAnsweredWhileACallRuns(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      let slow = Task { await outcome { try await service.echo.echoLong(EchoRequest(payload: [1], holdMilliseconds: 60_000)) } }
      await service.gate.untilHeld()
      let control = ControlServiceClient(service.client)
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<16 {
          group.addTask { for _ in 0..<125 { _ = try await control.ping(PingRequest()) } }
        }
        try await group.waitForAll()
      }
      // All of them were answered before the call that came first.
      #expect(!service.calls.hasEnded(EchoServiceMethods.echoLong))
      service.gate.open()
      #expect(try await slow.value.get().payload == [1])
    }
  }
}

extension CallRecorder {
  /// Whether a handler of `method` has ended already.
  fileprivate func hasEnded(_ method: MethodDescriptor) -> Bool {
    log.events.contains { if case .ended(method.method, _) = $0 { true } else { false } }
  }
}
