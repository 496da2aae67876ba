import EchoServer
import NIOCore
import NIOPosix
import ProtobufCSupport
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

@Suite(.timeLimit(.minutes(1))) struct CancellationTests {
  static let forever = EchoRequest(holdMilliseconds: 60_000)

  @Test(arguments: TransportKind.allCases)
  func cancelledTaskCancelsItsUnaryCallOnTheServer(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      for (method, call) in [
        (EchoServiceMethods.echoWorker, service.echo.echoWorker), (EchoServiceMethods.echoLong, service.echo.echoLong),
      ] {
        let task = Task { await outcome { try await call(Self.forever, CallOptions()) } }
        await service.gate.untilHeld()
        task.cancel()
        #expect(await task.value.failure?.code == .cancelled)
        #expect(await service.calls.end(of: method) == .cancelled)
      }
      #expect(try await service.echo.echoInline(EchoRequest(payload: [1])).payload == [1])
    }
  }

  /// A call of each kind of stream that holds.
  static let streams: [(method: MethodDescriptor, call: @Sendable (EchoServiceClient) async throws -> Void)] = [
    (
      EchoServiceMethods.collectStream,
      { echo in
        let call = try await echo.collectStream()
        try await call.requests.write(forever)
        _ = try await call.response()
      }
    ),
    (
      EchoServiceMethods.produceStream,
      { echo in
        for try await _ in try await echo.produceStream(ProduceRequest(messages: 2, holdMilliseconds: 60_000)) {}
      }
    ),
    (
      EchoServiceMethods.echoStream,
      { echo in
        let call = try await echo.echoStream()
        try await call.requests.write(forever)
        for try await _ in call.responses {}
      }
    ),
    (EchoServiceMethods.watchStream, { echo in for try await _ in try await echo.watchStream(ProduceRequest()) {} }),
  ]

  @Test(arguments: TransportKind.allCases)
  func cancelledTaskCancelsItsStreamOfEveryKindOnTheServer(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      for (method, call) in Self.streams {
        let task = Task { await outcome { try await call(service.echo) } }
        await service.gate.untilHeld()
        task.cancel()
        #expect(await task.value.failure?.code == .cancelled, "\(method.method)")
        #expect(await service.calls.end(of: method) == .cancelled, "\(method.method)")
      }
    }
  }

  @Test func taskThatIsCancelledAlreadyGetsCancelled() async throws {
    try await withService { service async throws in
      let task = Task {
        withUnsafeCurrentTask { $0?.cancel() }
        return await outcome { try await service.echo.echoWorker(Self.forever) }
      }
      #expect(await task.value.failure?.code == .cancelled)
    }
  }

  @Test func streamThatIsLetGoIsCancelledOnTheServer() async throws {
    try await withService { service async throws in
      func begin() async throws {
        var responses = try await service.echo.watchStream(ProduceRequest(messages: 1)).makeAsyncIterator()
        #expect(try await responses.next() != nil)
      }
      try await begin()
      #expect(await service.calls.end(of: EchoServiceMethods.watchStream) == .cancelled)
    }
  }

  @Test func callGivenUpAtItsDeadlineIsCancelledOnTheServer() async throws {
    // The timeout goes with the request, so a server that has another clock is told as well.
    let (mine, theirs) = try socketPair()
    let server = RawPeer(theirs)
    let client = try await ClientConnection.adopt(connectedSocket: mine, on: .singleton)
    let result = await outcome {
      try await EchoServiceClient(client).echoWorker(EchoRequest(), options: CallOptions(timeout: .milliseconds(5)))
    }
    #expect(result.failure?.code == .deadlineExceeded)
    let frames = try await server.receive(2)
    let request = try RequestEnvelope(decoding: ByteBuffer(bytes: frames[1].data), limits: Limits())
    #expect(request.method == "Cancel")
    #expect(try CancelRequest(decoding: request.message).streamID == frames[0].stream)
    await client.close()
  }

  @Test func cancelSaysWhetherTheCallWasRunning() async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      try await peer.send(.request(1, EchoServiceMethods.echoWorker, Self.forever))
      await service.gate.untilHeld()
      try await peer.send(.request(3, ControlServiceMethods.cancel, CancelRequest(streamID: 1)))
      let frames = try await peer.receive(2)
      let answer = try #require(frames.first { $0.stream == 3 })
      #expect(try CancelResponse(decoding: answer.response().payload ?? ByteBuffer()).wasRunning)
      #expect(frames.first { $0.stream == 1 }?.code == 1)

      for (stream, target) in [(5, 1), (7, 99)] as [(UInt32, UInt32)] {
        try await peer.send(.request(stream, ControlServiceMethods.cancel, CancelRequest(streamID: target)))
        let answer = try await peer.receive()
        #expect(answer?.summary == "\(stream): 0")
        #expect(try CancelResponse(decoding: answer?.response().payload ?? ByteBuffer()).wasRunning == false)
      }
    }
  }

  @Test func cancelOfAnImpossibleStreamIsInvalid() async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      for (stream, target) in [(1, 0), (3, 2), (5, 5)] as [(UInt32, UInt32)] {
        try await peer.send(.request(stream, ControlServiceMethods.cancel, CancelRequest(streamID: target)))
        #expect(try await peer.receive()?.summary == "\(stream): 3")
      }
    }
  }

  @Test func cancelReachesOnlyCallsOfItsOwnConnection() async throws {
    try await withService { service async throws in
      let peers = [try await service.connectRaw(), try await service.connectRaw()]
      try await peers[0].send(.request(1, EchoServiceMethods.echoWorker, Self.forever))
      await service.gate.untilHeld()
      try await peers[1].send(.request(3, ControlServiceMethods.cancel, CancelRequest(streamID: 1)))
      let answer = try await peers[1].receive()
      #expect(try CancelResponse(decoding: answer?.response().payload ?? ByteBuffer()).wasRunning == false)
      service.gate.open()
      #expect(try await peers[0].receive()?.summary == "1: 0")
    }
  }

  @Test func cancelTooLongForTheEventLoopIsRefused() async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      try await peer.send(.request(1, EchoServiceMethods.echoWorker, Self.forever))
      await service.gate.untilHeld()
      // An unknown field of 20 KiB makes the request run on a worker, where the connection's calls must not be touched.
      var payload = ByteBuffer()
      try CancelRequest(streamID: 1).encode(into: &payload)
      payload.writeBytes([0x7a, 0x80, 0xa0, 0x01] + [UInt8](repeating: 0, count: 20 << 10))
      let head = RequestHead(service: "fiszka.rpc.v1.ControlService", method: "Cancel")
      var frame = ByteBuffer()
      frame.writeRequestPrefix(head, payloadLength: payload.readableBytes, streamID: 3, flags: [])
      try await peer.send(frame + payload)
      #expect(try await peer.receive()?.summary == "3: 3")
      service.gate.open()
      #expect(try await peer.receive()?.summary == "1: 0")
    }
  }

  @Test func callThatWaitsForAThreadIsCancelledWithoutItsHandler() async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      try await peer.send(.request(1, EchoServiceMethods.echoLong, Self.forever) + .request(3, EchoServiceMethods.echoLong))
      await service.gate.untilHeld()
      try await peer.send(.request(5, ControlServiceMethods.cancel, CancelRequest(streamID: 3)))
      #expect(try await peer.receive()?.summary == "5: 0")
      service.gate.open()
      #expect(Set(try await peer.receive(2).map(\.summary)) == ["1: 0", "3: 1"])
      #expect(service.calls.log.events.count == 2 + 2)
    }
  }
}
