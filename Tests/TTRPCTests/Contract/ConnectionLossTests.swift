import CommonProto
import Dispatch
import EchoServer
import NIOCore
import NIOPosix
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

@Suite(.timeLimit(.minutes(1))) struct ConnectionLossTests {
  static let forever = EchoRequest(holdMilliseconds: 60_000)

  @Test(arguments: TransportKind.allCases)
  func handlersSeeThatTheClientHasGone(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      let calls = [
        Task { await outcome { _ = try await service.echo.echoWorker(Self.forever) } },
        Task { await outcome { _ = try await service.echo.echoLong(Self.forever) } },
        Task {
          await outcome {
            let call = try await service.echo.echoStream()
            try await call.requests.write(Self.forever)
            for try await _ in call.responses {}
          }
        },
      ]
      await service.gate.untilHeld(3)
      await service.client.close()
      for call in calls { #expect(await call.value.failure?.code == .unavailable) }
      for method in [EchoServiceMethods.echoWorker, EchoServiceMethods.echoLong, EchoServiceMethods.echoStream] {
        #expect(await service.calls.end(of: method) == .cancelled, "\(method.method)")
      }
      #expect(await code { try await service.echo.echoInline(EchoRequest()) } == .unavailable)
      #expect(await code { try await service.echo.collectStream() } == .unavailable)
    }
  }

  @Test func clientThatEndsInTheMiddleOfAFrameLeavesNothingBehind() async throws {
    try await withService { service async throws in
      for bytes in [5, 10, 30] {
        let peer = try await service.connectRaw()
        var request = try ByteBuffer.request(
          1, EchoServiceMethods.echoWorker, EchoRequest(payload: .init(repeating: 1, count: 50)))
        try await peer.send(request.readSlice(length: bytes) ?? ByteBuffer())
        peer.closeSending()
        #expect(try await peer.receive() == nil)
      }
      await eventually { service.server.openConnections == 1 }
      #expect(service.calls.log.events.isEmpty)
    }
  }

  @Test(arguments: [0, 5, 12])
  func serverThatEndsInTheMiddleOfAFrameEndsEveryCall(_ bytes: Int) async throws {
    let (mine, theirs) = try socketPair()
    let client = try await ClientConnection.adopt(connectedSocket: mine, on: .singleton)
    let server = RawPeer(theirs)
    let calls = (0..<3).map { _ in
      Task { await outcome { try await EchoServiceClient(client).echoWorker(EchoRequest()) } }
    }
    #expect(try await server.receive(3).count == 3)
    var response = ByteBuffer.frame(1, type: 2, length: 100, ByteBuffer(repeating: 0, count: 50))
    try await server.send(response.readSlice(length: bytes) ?? ByteBuffer())
    server.closeSending()
    for call in calls { #expect(await call.value.failure?.code == .unavailable) }
    await client.close()
  }

  @Test func writeThatFailsWhileAnAnswerIsUnreadEndsItsCallAndGivesTheAnswer() async throws {
    let (mine, theirs) = try socketPair()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let client = try await ClientConnection.adopt(connectedSocket: mine, on: group)
    let server = RawPeer(theirs)
    let answered = Task { try await EchoServiceClient(client).echoWorker(EchoRequest()) }
    #expect(try await server.receive()?.stream == 1)
    let (begun, release) = (AsyncStream.makeStream(of: Void.self), DispatchSemaphore(value: 0))
    group.any().execute {
      begun.continuation.finish()
      release.wait()
    }
    for await _ in begun.stream {}
    // While the loop is held: the answer arrives, the server goes, and the next call is posted.
    try await server.send(.frame(1, type: 2))
    server.close()
    let late = try client.start(EchoServiceMethods.echoWorker, EchoRequest(), flags: [], CallOptions())
    release.signal()
    _ = try await answered.value
    #expect(await code { _ = try await late.next() } == .unavailable)
    await client.close()
    try await group.shutdownGracefully()
  }

  @Test func answersThatArrivedAreReadAfterTheConnectionIsGone() async throws {
    let metrics = ServerMetrics()
    try await withService(.socketPair, TestServiceOptions { $0.metrics = metrics }) { service async throws in
      var stream = try await service.echo.produceStream(ProduceRequest(messages: 10)).makeAsyncIterator()
      #expect(await service.calls.end(of: EchoServiceMethods.produceStream) == nil)
      // Its handler has ended; now its connection knows, too.
      await eventually { metrics.methods.contains { $0.method.method == "ProduceStream" && $0.calls(code: 0) == 1 } }
      // A call that the server answers after the stream's end came behind it.
      _ = try await service.echo.echoWorker(EchoRequest())
      await service.client.close()
      for index in 0..<10 { #expect(try await stream.next()?.index == Int64(index)) }
      #expect(try await stream.next() == nil)
    }
  }

  @Test func senderLearnsThatItsStreamIsOver() async throws {
    try await withService { service async throws in
      let call = try await service.echo.collectStream()
      try await call.requests.write(EchoRequest(failure: .init(code: RPCError.Code.notFound.rawValue, message: "No.")))
      let failure = await outcome {
        // Whoever only sends must not send for ever.
        while true { try await call.requests.write(EchoRequest()) }
      }
      #expect(failure.failure?.code == .notFound)
      let end = await outcome { try await call.response() }
      #expect(end.failure?.code == .notFound)
    }
  }

  @Test func senderThatSaidItSendsNoMoreIsRefused() async throws {
    try await withService { service async throws in
      let call = try await service.echo.echoStream()
      try await call.requests.finish()
      #expect(await code { try await call.requests.write(EchoRequest()) } == .failedPrecondition)
      for try await _ in call.responses {}
    }
  }
}
