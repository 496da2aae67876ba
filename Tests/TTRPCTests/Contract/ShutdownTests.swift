import EchoServer
import NIOCore
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

@Suite(.timeLimit(.minutes(1))) struct ShutdownTests {
  static let forever = EchoRequest(holdMilliseconds: 60_000)

  /// Returns when the server of `service` refuses new calls.
  private func untilDraining(_ service: TestService) async {
    var result: Result<PingResponse, RPCError>
    repeat {
      result = await outcome { try await ControlServiceClient(service.client).ping(PingRequest()) }
    } while result.failure == nil
    #expect(result.failure?.code == .unavailable)
  }

  @Test(arguments: TransportKind.allCases)
  func callsThatRunEndWithTheirAnswersAndNewOnesAreRefused(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      let unary = Task { try await service.echo.echoWorker(EchoRequest(payload: [1], holdMilliseconds: 60_000)) }
      let collect = try await service.echo.collectStream()
      try await collect.requests.write(EchoRequest(payload: [2], holdMilliseconds: 60_000))
      await service.gate.untilHeld(2)
      let shutdown = Task { await service.server.shutdown() }
      await untilDraining(service)
      // A stream that runs still takes messages.
      try await collect.requests.write(EchoRequest(payload: [3]))
      service.gate.open()
      #expect(try await unary.value.payload == [1])
      #expect(try await collect.response().messages == 2)
      await shutdown.value
      #expect(service.server.openConnections == 0)
    }
  }

  @Test(arguments: [40_000, 4_000_000] as [Int64])
  func longAnswerOfTheLastCallArrivesWhole(_ bytes: Int64) async throws {
    try await withService { service async throws in
      let call = Task {
        try await service.echo.echoWorker(EchoRequest(payloadSize: bytes, holdMilliseconds: 60_000))
      }
      await service.gate.untilHeld()
      let shutdown = Task { await service.server.shutdown() }
      await untilDraining(service)
      service.gate.open()
      #expect(try await call.value.payload.count == bytes)
      await shutdown.value
    }
  }

  @Test func longLastMessageOfAStreamArrivesWhole() async throws {
    try await withService { service async throws in
      let call = try await service.echo.echoStream()
      try await call.requests.write(EchoRequest(payloadSize: 4_000_000, holdMilliseconds: 60_000))
      try await call.requests.finish()
      await service.gate.untilHeld()
      let shutdown = Task { await service.server.shutdown() }
      await untilDraining(service)
      service.gate.open()
      var responses = call.responses.makeAsyncIterator()
      #expect(try await responses.next()?.payload.count == 4_000_000)
      #expect(try await responses.next() == nil)
      await shutdown.value
    }
  }

  @Test(arguments: TransportKind.allCases)
  func watchesEndUnavailableSoThatClientsWatchElsewhere(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      var watch = try await service.echo.watchStream(ProduceRequest(messages: 1)).makeAsyncIterator()
      var health = try await HealthServiceClient(service.client).watch(HealthCheckRequest()).makeAsyncIterator()
      #expect(try await watch.next() != nil)
      #expect(try await health.next() != nil)
      await service.server.shutdown()
      #expect(await code { try await watch.next() } == .unavailable)
      #expect(await code { try await health.next() } == .unavailable)
      #expect(await service.calls.end(of: EchoServiceMethods.watchStream) == .unavailable)
    }
  }

  @Test func callThatOutlivesTheDrainTimeIsTold() async throws {
    let options = TestServiceOptions { $0.configuration.drainTime = .milliseconds(20) }
    try await withService(.unixPath, options) { service async throws in
      let call = Task { await outcome { try await service.echo.echoLong(Self.forever) } }
      let stream = try await service.echo.echoStream()
      try await stream.requests.write(Self.forever)
      await service.gate.untilHeld(2)
      await service.server.shutdown()
      #expect(await call.value.failure?.code == .unavailable)
      #expect(await service.calls.end(of: EchoServiceMethods.echoLong) == .unavailable)
      #expect(await service.calls.end(of: EchoServiceMethods.echoStream) == .unavailable)
    }
  }

  @Test(arguments: TransportKind.allCases)
  func callsThatOutliveTheDrainTimeAreAnsweredBeforeTheirConnectionCloses(_ kind: TransportKind) async throws {
    let options = TestServiceOptions { $0.configuration.drainTime = .milliseconds(20) }
    try await withService(kind, options) { service async throws in
      let peer = try await service.connectRaw()
      try await peer.send(
        .request(1, EchoServiceMethods.echoLong, Self.forever) + .opening(3, EchoServiceMethods.echoStream)
          + .message(3, Self.forever))
      await service.gate.untilHeld(2)
      await service.server.shutdown()
      #expect(try await Set(peer.receiveAll().map(\.summary)) == ["1: 14", "3: 14"])
    }
  }

  @Test(arguments: [0, 1])
  func eventLoopThatHangsKeepsNoAnswerFromTheConnectionsOfAnother(_ hanging: Int) async throws {
    let hold = EventLoopHold()
    let options = TestServiceOptions {
      $0.configuration.drainTime = .milliseconds(20)
      $0.configuration.eventLoopThreads = 2
      $0.interceptors = [hold]
    }
    try await withService(.unixPath, options) { service async throws in
      func peer(onEventLoop number: Int) async throws -> RawPeer {
        let (mine, theirs) = try socketPair()
        try await service.server.serve(connectedSocket: theirs, onEventLoop: number)
        return RawPeer(mine)
      }
      let (stuck, free) = (try await peer(onEventLoop: hanging), try await peer(onEventLoop: 1 - hanging))
      try await free.send(.request(1, EchoServiceMethods.echoLong, Self.forever))
      await service.gate.untilHeld()
      try await stuck.send(.request(1, EchoServiceMethods.echoInline))
      await hold.untilHeld()
      let shutdown = Task { await service.server.shutdown() }
      #expect(try await free.receive()?.summary == "1: 14")
      #expect(try await free.receive() == nil)
      hold.release()
      await shutdown.value
      #expect(try await stuck.receive()?.summary == "1: 0")
    }
  }

  @Test func peerThatReadsNothingDoesNotHoldTheEndUp() async throws {
    let metrics = ServerMetrics()
    let options = TestServiceOptions {
      $0.configuration.drainTime = .milliseconds(20)
      $0.metrics = metrics
    }
    try await withService(.unixPath, options) { service async throws in
      let silent = try await service.connectRaw()
      try await silent.send(
        .request(
          1, EchoServiceMethods.produceStream, ProduceRequest(messages: 1_000, payloadSize: 64 << 10), flags: .remoteClosed))
      await eventually { metrics.methods.contains { $0.bytesOut >= 512 << 10 } }
      await service.server.shutdown()
      #expect(service.server.openConnections == 0)
    }
  }

  @Test func idleConnectionsAreClosedAtOnceAlsoInTheMiddleOfAFrame() async throws {
    try await withService { service async throws in
      let idle = try await service.connectRaw()
      let halfway = try await service.connectRaw()
      try await halfway.send(.request(1, EchoServiceMethods.echoInline) + .frame(3, type: 1, length: 100))
      #expect(try await halfway.receive()?.summary == "1: 0")
      await service.server.shutdown()
      #expect(try await idle.receive() == nil)
      #expect(try await halfway.receive() == nil)
    }
  }

  @Test func serverThatWasShutDownListensAndServesNoMore() async throws {
    try await withService { service async throws in
      await service.server.shutdown()
      await service.server.shutdown()
      let name = String.uniqueName
      await #expect(throws: SocketError.self) { try await service.server.listen(on: .abstract(name: name)) }
      await #expect(throws: SocketError.self) { try await service.server.listen(on: .tcp(host: "127.0.0.1", port: 0)) }
      let (mine, theirs) = try socketPair()
      await #expect(throws: SocketError.self) { try await service.server.serve(connectedSocket: theirs) }
      // Whoever was to be served learns it.
      #expect(try await RawPeer(mine).receive() == nil)
    }
  }
}
