import EchoServer
import NIOCore
import NIOPosix
import ProtobufCSupport
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

@Suite(.timeLimit(.minutes(1))) struct LimitTests {
  static let frameBytes = 4 << 20

  @Test(arguments: TransportKind.allCases)
  func messagesUpToTheFrameLimitGoThroughBothWays(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      let request = EchoRequest(payload: .init(pattern: Int64(Self.frameBytes - 100)))
      #expect(try await service.echo.echoWorker(request).payload == request.payload)
      #expect(try await service.echo.echoInline(request).payload == request.payload)
      let call = try await service.echo.echoStream()
      try await call.requests.write(request)
      try await call.requests.finish()
      for try await response in call.responses { #expect(response.payload == request.payload) }
    }
  }

  @Test func frameOfExactlyTheLimitPassesAndOneByteMoreDoesNot() async throws {
    try await withService { service async throws in
      let head = RequestHead(service: "fiszka.test.v1.EchoService", method: "EchoWorker")
      func request(payload: Int) -> EchoRequest { EchoRequest(payload: .init(pattern: Int64(payload))) }
      func length(payload: Int) throws -> Int {
        var buffer = ByteBuffer()
        try request(payload: payload).encode(into: &buffer)
        return head.encodedLength(payloadLength: buffer.readableBytes)
      }
      var payload = Self.frameBytes - 200
      payload += Self.frameBytes - (try length(payload: payload))
      #expect(try length(payload: payload) == Self.frameBytes)
      #expect(try await service.echo.echoWorker(request(payload: payload), options: CallOptions()).payload.count == payload)
      try await expectRefusal(.call) { try await service.echo.echoWorker(request(payload: payload + 1)) }
    }
  }

  @Test(arguments: TransportKind.allCases)
  func requestPastTheLimitEndsOnlyItsCall(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      let running = Task { try await service.echo.echoWorker(EchoRequest(payload: [9], holdMilliseconds: 60_000)) }
      await service.gate.untilHeld()
      let large = EchoRequest(payload: .init(pattern: Int64(Self.frameBytes)))
      try await expectRefusal(.call) { try await service.echo.echoInline(large) }
      let call = try await service.echo.echoStream()
      try await expectRefusal(.call) { try await call.requests.write(large) }
      // That stream itself goes on.
      try await call.requests.write(EchoRequest(payload: [1]))
      var responses = call.responses.makeAsyncIterator()
      #expect(try await responses.next()?.payload == [1])
      service.gate.open()
      #expect(try await running.value.payload == [9])
    }
  }

  @Test(arguments: TransportKind.allCases)
  func responsePastTheLimitEndsOnlyItsCall(_ kind: TransportKind) async throws {
    let limit = 64 << 10
    let options = TestServiceOptions { $0.configuration.limits.frameBytes = limit }
    try await withService(kind, options) { service async throws in
      let running = Task { try await service.echo.echoWorker(EchoRequest(payload: [9], holdMilliseconds: 60_000)) }
      await service.gate.untilHeld()
      let large = EchoRequest(payloadSize: Int64(limit))
      let echo = service.echo
      try await expectRefusal(.call) { try await echo.echoInline(large) }
      try await expectRefusal(.call) { try await echo.echoTryInline(large) }
      try await expectRefusal(.call) { try await echo.echoLong(large) }
      let produce = try await echo.produceStream(ProduceRequest(messages: 1, payloadSize: Int64(limit)))
      var produced = produce.makeAsyncIterator()
      try await expectRefusal(.call) { try await produced.next() }
      let call = try await echo.echoStream()
      try await call.requests.write(large)
      var responses = call.responses.makeAsyncIterator()
      try await expectRefusal(.call) { try await responses.next() }
      service.gate.open()
      #expect(try await running.value.payload == [9])
    }
  }

  @Test func requestThatIsRefusedUnreadIsToldOfItsBound() async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      // From its header alone, whatever follows.
      try await peer.send(.frame(1, type: 1, length: Self.frameBytes + 1))
      try expectRefusal(.call, of: 1, by: try await peer.receive())
      let other = try await service.connectRaw()
      var metadata = Metadata()
      for number in 0..<65 { metadata.append("", for: "key-\(number)") }
      try await other.send(.request(1, EchoServiceMethods.echoInline, metadata: metadata))
      try expectRefusal(.call, of: 1, by: try await other.receive())
    }
  }

  @Test(arguments: TransportKind.allCases)
  func requestThatNeedsTooMuchMemoryEndsOnlyItsCall(_ kind: TransportKind) async throws {
    let options = TestServiceOptions { $0.configuration.limits.decodedBytes = 8_000 }
    try await withService(kind, options) { service async throws in
      let echo = service.echo
      let (small, large) = (EchoRequest(payload: .init(pattern: 1_000)), EchoRequest(payload: .init(pattern: 9_000)))
      let running = try await echo.echoStream()
      try await expectRefusal(.call) { try await echo.echoInline(large) }
      try await expectRefusal(.call) { try await echo.echoTryInline(large) }
      try await expectRefusal(.call) { try await echo.echoWorker(large) }
      let collect = try await echo.collectStream()
      try await collect.requests.write(large)
      try await expectRefusal(.call) { try await collect.response() }
      try await running.requests.write(small)
      var responses = running.responses.makeAsyncIterator()
      #expect(try await responses.next()?.payload == small.payload)
    }
  }

  @Test func answerThatNeedsTooMuchMemoryEndsOnlyItsCall() async throws {
    let options = TestServiceOptions { $0.clientLimits.decodedBytes = 8_000 }
    try await withService(.socketPair, options) { service async throws in
      let echo = service.echo
      try await expectRefusal(.call) { try await echo.echoWorker(EchoRequest(payloadSize: 9_000)) }
      var stream = try await echo.produceStream(ProduceRequest(messages: 1, payloadSize: 9_000)).makeAsyncIterator()
      try await expectRefusal(.call) { try await stream.next() }
      #expect(try await echo.echoWorker(EchoRequest(payloadSize: 1_000)).payload.count == 1_000)
    }
  }

  @Test func callPastTheStreamsOfAConnectionIsRefusedAlone() async throws {
    let options = TestServiceOptions { $0.configuration.limits.streamsPerConnection = 2 }
    try await withService(.socketPair, options) { service async throws in
      let peer = try await service.connectRaw()
      let hold = EchoRequest(holdMilliseconds: 60_000)
      try await peer.send(
        .request(1, EchoServiceMethods.echoWorker, hold) + .opening(3, EchoServiceMethods.collectStream)
          + .request(5, EchoServiceMethods.echoWorker) + .opening(7, EchoServiceMethods.collectStream)
          + .request(9, EchoServiceMethods.echoInline))
      for stream in [5, 7] as [UInt32] { try expectRefusal(.connection, of: stream, by: try await peer.receive()) }
      #expect(try await peer.receive()?.summary == "9: 0")
      await service.gate.untilHeld()
      service.gate.open()
      #expect(try await peer.receive()?.summary == "1: 0")
      try await peer.send(.request(11, EchoServiceMethods.echoWorker))
      #expect(try await peer.receive()?.summary == "11: 0")
    }
  }

  @Test func clientRefusesCallsPastItsOwnLimitOfStreams() async throws {
    let options = TestServiceOptions { $0.clientLimits.streamsPerConnection = 1 }
    try await withService(.socketPair, options) { service async throws in
      let call = try await service.echo.echoStream()
      try await expectRefusal(.connection) { try await service.echo.echoInline(EchoRequest()) }
      try await call.requests.finish()
      for try await _ in call.responses {}
      #expect(try await service.echo.echoInline(EchoRequest(payload: [1])).payload == [1])
    }
  }

  @Test func fullLaneRefusesThatCallOnly() async throws {
    let gate = HoldGate()
    let options = TestServiceOptions {
      $0.configuration.workerThreads = 1
      $0.configuration.workerQueue = 1
      $0.configuration.longQueue = 1
      $0.configuration.hashingQueue = 1
      $0.configuration.speechThreads = 1
      $0.configuration.speechQueue = 1
      $0.services = [.lanes(gate)]
    }
    try await withService(.socketPair, options) { service async throws in
      defer { gate.open() }
      let peer = try await service.connectRaw()
      let hold = EchoRequest(holdMilliseconds: 60_000)
      let methods: [MethodDescriptor] = [
        EchoServiceMethods.echoWorker, EchoServiceMethods.echoLong, .onHashingLane, .onSpeechLane,
      ]
      // All hold at once: each lane has a thread of its own.
      for (index, method) in methods.enumerated() { try await peer.send(.request(UInt32(index * 2 + 1), method, hold)) }
      await service.gate.untilHeld(2)
      await gate.untilHeld(2)
      for (index, method) in methods.enumerated() {
        // The next waits, the one after it finds no place; neither disturbs the event loop.
        let first = UInt32(index * 10 + 11)
        try await peer.send(
          .request(first, method) + .request(first + 2, method) + .request(first + 4, EchoServiceMethods.echoInline))
        try expectRefusal(.lane, of: first + 2, by: try await peer.receive())
        #expect(try await peer.receive()?.summary == "\(first + 4): 0")
      }
      service.gate.open()
      gate.open()
      let answers = try await peer.receive(2 * methods.count)
      #expect(answers.map(\.stream).sorted() == [1, 3, 5, 7, 11, 21, 31, 41] && answers.allSatisfy { $0.code == 0 })
    }
  }

  @Test func busyLongThreadsDelayNoOtherCall() async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      let hold = EchoRequest(holdMilliseconds: 60_000)
      try await peer.send(.request(1, EchoServiceMethods.echoLong, hold) + .request(3, EchoServiceMethods.echoLong, hold))
      await service.gate.untilHeld()
      for stream in stride(from: 5, to: 105, by: 4) as StrideTo<UInt32> {
        try await peer.send(
          .request(stream, EchoServiceMethods.echoInline) + .request(stream + 2, EchoServiceMethods.echoWorker))
        #expect(try await peer.receive(2).map(\.summary) == ["\(stream): 0", "\(stream + 2): 0"])
      }
      let call = try await service.echo.echoStream()
      try await call.requests.write(EchoRequest(payload: [1]))
      var responses = call.responses.makeAsyncIterator()
      #expect(try await responses.next()?.payload == [1])
      #expect(service.gate.heldCount == 1)
    }
  }

  @Test func busyWorkersDelayNoCallOnTheEventLoopAndNoLongOne() async throws {
    try await withService { service async throws in
      let holders = (0..<2).map { _ in
        Task { try await service.echo.echoWorker(EchoRequest(holdMilliseconds: 60_000)) }
      }
      await service.gate.untilHeld(2)
      #expect(try await service.echo.echoInline(EchoRequest(payload: [1])).payload == [1])
      #expect(try await service.echo.echoTryInline(EchoRequest(payload: [2])).payload == [2])
      #expect(try await service.echo.echoLong(EchoRequest(payload: [3])).payload == [3])
      #expect(service.gate.heldCount == 2)
      service.gate.open()
      for holder in holders { _ = try await holder.value }
    }
  }

  @Test func suspendedStreamsHoldNoThread() async throws {
    try await withService { service async throws in
      var calls: [BidirectionalCall<EchoRequest, EchoResponse>] = []
      for _ in 0..<20 {
        let call = try await service.echo.echoStream()
        try await call.requests.write(EchoRequest(holdMilliseconds: 60_000))
        calls.append(call)
      }
      // Twenty hold, on two threads, and there is room for work.
      await service.gate.untilHeld(20)
      #expect(try await service.echo.echoWorker(EchoRequest(payload: [1])).payload == [1])
      service.gate.open()
      for call in calls {
        var responses = call.responses.makeAsyncIterator()
        #expect(try await responses.next() == EchoResponse())
      }
    }
  }

  @Test func connectionPastTheLimitIsClosedAndAnotherMayFollowLater() async throws {
    let options = TestServiceOptions { $0.configuration.connections = 1 }
    try await withService(.unixPath, options) { service async throws in
      let refused = RawPeer(try UnixSocket.connect(try #require(service.address)))
      #expect(try await refused.receive() == nil)
      #expect(try await service.echo.echoInline(EchoRequest(payload: [1])).payload == [1])
      await service.client.close()
      await eventually { service.server.openConnections == 0 }
      let next = try await service.connect()
      #expect(try await EchoServiceClient(next).echoInline(EchoRequest(payload: [1])).payload == [1])
      await next.close()
    }
  }

  @Test func connectionThatTheProcessMakesItselfIsServedAlsoPastTheLimit() async throws {
    let options = TestServiceOptions { $0.configuration.connections = 1 }
    try await withService(.unixPath, options) { service async throws in
      #expect(try await service.echo.echoInline(EchoRequest(payload: [1])).payload == [1])
      let (mine, theirs) = try socketPair()
      try await service.server.serve(connectedSocket: theirs)
      let own = try await ClientConnection.adopt(connectedSocket: mine, on: .singleton)
      #expect(try await EchoServiceClient(own).echoInline(EchoRequest(payload: [2])).payload == [2])
      #expect(service.server.openConnections == 2 && service.server.callerConnections == 1)
      await own.close()
      await eventually { service.server.openConnections == 1 }
      #expect(service.server.callerConnections == 1)
    }
  }
}
