import EchoServer
import NIOCore
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

/// Connections that are of no use are closed, and no sooner. Each test waits for the end that it provokes.
@Suite(.timeLimit(.minutes(1))) struct TimeBoundTests {
  private func options(_ metrics: ServerMetrics, _ change: (inout ConnectionTimes) -> Void) -> TestServiceOptions {
    TestServiceOptions {
      $0.metrics = metrics
      change(&$0.configuration.times)
    }
  }

  @Test func connectionThatSendsNothingIsClosed() async throws {
    let metrics = ServerMetrics()
    var configuration = ServerConfiguration()
    configuration.times.firstBytes = .milliseconds(50)
    let server = try Server([], configuration: configuration, metrics: metrics, logger: .quiet)
    let (mine, theirs) = try socketPair()
    try await server.serve(connectedSocket: theirs)
    #expect(try await RawPeer(mine).receive() == nil)
    await eventually { metrics.closedConnections(.noFirstBytes) == 1 }
    await server.shutdown()
  }

  @Test(arguments: [1, 9, 10, 40])
  func frameThatIsBegunAndNotCompletedEndsTheConnection(_ bytes: Int) async throws {
    let metrics = ServerMetrics()
    try await withService(.socketPair, options(metrics) { $0.frame = .milliseconds(50) }) { service async throws in
      let halfway = try await service.connectRaw()
      let frame = try ByteBuffer.request(3, EchoServiceMethods.echoInline, EchoRequest(payload: .init(repeating: 1, count: 99)))
      // Also behind a frame that was whole.
      try await halfway.send(.request(1, EchoServiceMethods.echoInline) + (try #require(frame.getSlice(at: 0, length: bytes))))
      #expect(try await halfway.receive()?.summary == "1: 0")
      #expect(try await halfway.receive() == nil)
      await eventually { metrics.closedConnections(.unfinishedFrame) == 1 }
      #expect(try await service.echo.echoInline(EchoRequest(payload: [1])).payload == [1])
    }
  }

  @Test func framesThatWaitedForThePeerToReadAreNoneThatWasBegun() async throws {
    let metrics = ServerMetrics()
    try await withService(.socketPair, options(metrics) { $0.frame = .milliseconds(100) }) { service async throws in
      let peer = try await service.connectRaw()
      let count: UInt32 = 64
      var requests = ByteBuffer()
      for index in 0..<count {
        requests.writeImmutableBuffer(
          try .request(2 * index + 1, EchoServiceMethods.echoInline, EchoRequest(payloadSize: 64 << 10)))
      }
      // One piece, whose answers are more than the socket takes. When the other call is answered, this one waits.
      try await peer.send(requests)
      _ = try await service.echo.echoInline(EchoRequest())
      for _ in 0..<count { #expect(try await peer.receive() != nil) }
      // When one that is begun later has been closed, the time of the first one is over too.
      let halfway = try await service.connectRaw()
      try await halfway.send(try #require(requests.getSlice(at: 0, length: 5)))
      #expect(try await halfway.receive() == nil)
      try await peer.send(.request(2 * count + 1, EchoServiceMethods.echoInline))
      #expect(try await peer.receive()?.summary == "129: 0")
    }
  }

  @Test func idleConnectionIsClosedButNotOneWithACall() async throws {
    let metrics = ServerMetrics()
    let options = options(metrics) {
      $0.idle = .milliseconds(50)
      // Both are looked at several times before the idle one goes.
      $0.writeStall = .milliseconds(20)
    }
    try await withService(.socketPair, options) { service async throws in
      let busy = try await service.connectRaw()
      try await busy.send(.request(1, EchoServiceMethods.echoWorker, EchoRequest(holdMilliseconds: 60_000)))
      await service.gate.untilHeld()
      for _ in 0..<3 {
        let idle = try await service.connectRaw()
        try await idle.send(.request(1, ControlServiceMethods.ping, PingRequest()))
        #expect(try await idle.receive()?.summary == "1: 0")
        #expect(try await idle.receive() == nil)
      }
      await eventually { metrics.closedConnections(.idle) >= 3 }
      service.gate.open()
      #expect(try await busy.receive()?.summary == "1: 0")
      #expect(try await busy.receive() == nil)
    }
  }

  @Test func peerThatTakesNothingIsCutOffAndItsStreamEnds() async throws {
    let metrics = ServerMetrics()
    try await withService(.socketPair, options(metrics) { $0.writeStall = .milliseconds(100) }) { service async throws in
      let silent = try await service.connectRaw()
      try await silent.send(
        .request(
          1, EchoServiceMethods.produceStream, ProduceRequest(messages: 1_000, payloadSize: 64 << 10), flags: .remoteClosed))
      #expect(await service.calls.end(of: EchoServiceMethods.produceStream) != nil)
      await eventually { metrics.closedConnections(.writeStall) == 1 }
      #expect(try await service.echo.echoWorker(EchoRequest(payload: [1])).payload == [1])
    }
  }
}
