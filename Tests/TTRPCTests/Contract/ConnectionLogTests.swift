import EchoServer
import Logging
import NIOCore
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

/// What the log says of connections that reach a bound.
@Suite(.timeLimit(.minutes(1))) struct ConnectionLogTests {
  @Test func connectionsRefusedInARowLeaveOneWarningAndAreAllCounted() async throws {
    let lines = Recorder<LogEvent>()
    let metrics = ServerMetrics()
    let options = TestServiceOptions {
      $0.logger = .keeping(lines, .info)
      $0.metrics = metrics
      $0.configuration.connections = 1
    }
    try await withService(.unixPath, options) { service async throws in
      for _ in 0..<3 {
        let refused = RawPeer(try UnixSocket.connect(try #require(service.address)))
        #expect(try await refused.receive() == nil)
      }
      #expect(metrics.refusedConnections == 3)
      #expect(lines.events.map(\.level) == [.warning])
      #expect(lines.events.map { $0.metadata?["limit"] } == ["1"])
    }
  }

  @Test(arguments: [CloseReason.noFirstBytes, .unfinishedFrame, .idle, .writeStall])
  func connectionThatIsCutOffLeavesOneLineWithItsReason(_ reason: CloseReason) async throws {
    let lines = Recorder<LogEvent>()
    var configuration = ServerConfiguration()
    let short = TimeAmount.milliseconds(50)
    switch reason {
    case .noFirstBytes: configuration.times.firstBytes = short
    case .unfinishedFrame: configuration.times.frame = short
    case .idle:
      configuration.times.idle = short
      // A connection is looked at twice in this time at least.
      configuration.times.writeStall = short
    default: configuration.times.writeStall = short
    }
    // Without a client, whose connection would be cut off too.
    let server = try Server([.echoService(EchoCalls())], configuration: configuration, logger: .keeping(lines, .info))
    let (mine, theirs) = try socketPair()
    try await server.serve(connectedSocket: theirs)
    let peer = RawPeer(mine)
    switch reason {
    case .noFirstBytes: break
    case .unfinishedFrame: try await peer.send(ByteBuffer(bytes: [0, 0, 0]))
    case .idle: try await peer.send(.request(1, ControlServiceMethods.ping, PingRequest()))
    default:
      // More than the socket takes, and none of it is read.
      let endless = ProduceRequest(messages: 1_000, payloadSize: 64 << 10)
      try await peer.send(.request(1, EchoServiceMethods.produceStream, endless, flags: .remoteClosed))
    }
    await lines.until { !$0.isEmpty }
    await server.shutdown()
    #expect(lines.events.map { $0.metadata?["reason"] } == ["\(reason.rawValue)"])
    #expect(lines.events.allSatisfy { $0.level == .info && $0.metadata?["peer"] != nil })
    withExtendedLifetime(peer) {}
  }

  @Test func peerThatDoesNotSpeakTTRPCLeavesOneLineWithItsFault() async throws {
    let lines = Recorder<LogEvent>()
    try await withService(.socketPair, TestServiceOptions { $0.logger = .keeping(lines, .info) }) { service async throws in
      let stranger = try await service.connectRaw()
      try await stranger.send(ByteBuffer(string: "GET / HTTP/1.1\r\nHost: here\r\n\r\n"))
      #expect(try await stranger.receive() == nil)
      #expect(lines.events.map(\.level) == [.info])
      #expect(lines.events.allSatisfy { $0.metadata?["fault"] != nil && $0.metadata?["peer"] != nil })
      #expect(!lines.events.contains { "\($0.message) \($0.metadata ?? [:])".contains("GET") })
    }
  }

  @Test func peersInARowThatDoNotSpeakTTRPCLeaveOneLineAndAreAllCounted() async throws {
    let lines = Recorder<LogEvent>()
    let metrics = ServerMetrics()
    let options = TestServiceOptions {
      $0.logger = .keeping(lines, .info)
      $0.metrics = metrics
    }
    try await withService(.unixPath, options) { service async throws in
      for _ in 0..<3 {
        let stranger = try await service.connectRaw()
        try await stranger.send(ByteBuffer(string: "GET / HTTP/1.1\r\nHost: here\r\n\r\n"))
        #expect(try await stranger.receive() == nil)
      }
      await eventually { metrics.closedConnections(.notTTRPC) == 3 }
      #expect(lines.events.map { $0.metadata?["unlogged"] } == ["0"])
    }
  }
}
