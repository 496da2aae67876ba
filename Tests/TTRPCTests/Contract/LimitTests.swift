import EchoServer
import NIOCore
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
      #expect(await code { try await service.echo.echoWorker(request(payload: payload + 1)) } == .resourceExhausted)
    }
  }

  @Test(arguments: TransportKind.allCases)
  func requestPastTheLimitEndsOnlyItsCall(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      let running = Task { try await service.echo.echoWorker(EchoRequest(payload: [9], holdMilliseconds: 60_000)) }
      await service.gate.untilHeld()
      let large = EchoRequest(payload: .init(pattern: Int64(Self.frameBytes)))
      #expect(await code { try await service.echo.echoInline(large) } == .resourceExhausted)
      let call = try await service.echo.echoStream()
      #expect(await code { try await call.requests.write(large) } == .resourceExhausted)
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
      #expect(await code { try await echo.echoInline(large) } == .resourceExhausted)
      #expect(await code { try await echo.echoTryInline(large) } == .resourceExhausted)
      #expect(await code { try await echo.echoLong(large) } == .resourceExhausted)
      let produce = try await echo.produceStream(ProduceRequest(messages: 1, payloadSize: Int64(limit)))
      var produced = produce.makeAsyncIterator()
      #expect(await code { try await produced.next() } == .resourceExhausted)
      let call = try await echo.echoStream()
      try await call.requests.write(large)
      var responses = call.responses.makeAsyncIterator()
      #expect(await code { try await responses.next() } == .resourceExhausted)
      service.gate.open()
      #expect(try await running.value.payload == [9])
    }
  }

  @Test(arguments: TransportKind.allCases)
  func requestThatNeedsTooMuchMemoryEndsOnlyItsCall(_ kind: TransportKind) async throws {
    let options = TestServiceOptions { $0.configuration.limits.decodedBytes = 8_000 }
    try await withService(kind, options) { service async throws in
      let echo = service.echo
      let (small, large) = (EchoRequest(payload: .init(pattern: 1_000)), EchoRequest(payload: .init(pattern: 9_000)))
      let running = try await echo.echoStream()
      #expect(await code { try await echo.echoInline(large) } == .resourceExhausted)
      #expect(await code { try await echo.echoTryInline(large) } == .resourceExhausted)
      #expect(await code { try await echo.echoWorker(large) } == .resourceExhausted)
      let collect = try await echo.collectStream()
      try await collect.requests.write(large)
      #expect(await code { try await collect.response() } == .resourceExhausted)
      try await running.requests.write(small)
      var responses = running.responses.makeAsyncIterator()
      #expect(try await responses.next()?.payload == small.payload)
    }
  }

  @Test func answerThatNeedsTooMuchMemoryEndsOnlyItsCall() async throws {
    let options = TestServiceOptions { $0.clientLimits.decodedBytes = 8_000 }
    try await withService(.socketPair, options) { service async throws in
      let echo = service.echo
      #expect(await code { try await echo.echoWorker(EchoRequest(payloadSize: 9_000)) } == .resourceExhausted)
      var stream = try await echo.produceStream(ProduceRequest(messages: 1, payloadSize: 9_000)).makeAsyncIterator()
      #expect(await code { try await stream.next() } == .resourceExhausted)
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
      #expect(try await peer.receive(3).map(\.summary) == ["5: 8", "7: 8", "9: 0"])
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
      #expect(await code { try await service.echo.echoInline(EchoRequest()) } == .resourceExhausted)
      try await call.requests.finish()
      for try await _ in call.responses {}
      #expect(try await service.echo.echoInline(EchoRequest(payload: [1])).payload == [1])
    }
  }

  @Test func fullLaneRefusesThatCallOnly() async throws {
    let options = TestServiceOptions {
      $0.configuration.workerThreads = 1
      $0.configuration.workerQueue = 1
      $0.configuration.longQueue = 1
    }
    try await withService(.socketPair, options) { service async throws in
      let peer = try await service.connectRaw()
      let hold = EchoRequest(holdMilliseconds: 60_000)
      for (first, method) in [(1, EchoServiceMethods.echoWorker), (11, EchoServiceMethods.echoLong)]
        as [(UInt32, MethodDescriptor)]
      {
        try await peer.send(.request(first, method, hold))
        await service.gate.untilHeld()
        // The next waits, the one after it finds no place; neither disturbs the event loop.
        try await peer.send(
          .request(first + 2, method) + .request(first + 4, method) + .request(first + 6, EchoServiceMethods.echoInline))
        #expect(try await peer.receive(2).map(\.summary) == ["\(first + 4): 8", "\(first + 6): 0"])
        service.gate.open()
        #expect(try await peer.receive(2).map(\.summary) == ["\(first): 0", "\(first + 2): 0"])
      }
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
}
