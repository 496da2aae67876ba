import EchoServer
import NIOCore
import NIOPosix
import Synchronization
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

/// Peers that do not read, and peers that send too much.
@Suite(.timeLimit(.minutes(2))) struct BackpressureTests {
  @Test func serverStopsProducingForAClientThatDoesNotReadAndServesTheOthers() async throws {
    let produced = Atomic(0)
    let endless = MethodRegistration.serverStreaming(.endless) {
      (_: ProduceRequest, responses: MessageWriter<EchoResponse>, _: CallContext) async throws(RPCError) in
      let message = EchoResponse(payload: .init(pattern: 64 << 10))
      while true {
        try await responses.write(message)
        produced.add(1, ordering: .relaxed)
      }
    }
    let options = TestServiceOptions {
      $0.services = [ServiceRegistration(service: "fiszka.test.v1.Endless", methods: [endless])]
    }
    try await withService(.socketPair, options) { service async throws in
      let silent = try await service.connectRaw()
      try await silent.send(
        .request(1, .endless, ProduceRequest(), flags: .remoteClosed, timeoutNanoseconds: 500_000_000))
      await service.calls.log.until { $0.contains(.began("Endless")) }
      for _ in 0..<100 { #expect(try await service.echo.echoWorker(EchoRequest(payload: [1])).payload == [1]) }
      // At the deadline the handler must come back although its client still does not read.
      #expect(await service.calls.end(of: .endless) == .deadlineExceeded)
      // The socket's buffer, what may wait for it, and little more.
      #expect(produced.load(ordering: .relaxed) * (64 << 10) < 4 << 20)
      // What waited arrives, then the end of the call.
      var frame = try await silent.receive()
      while let next = frame, next.type == 3 { frame = try await silent.receive() }
      #expect(frame?.summary == "1: 4")
    }
  }

  @Test func fastStreamOfLongMessagesArrivesWhole() async throws {
    let options = TestServiceOptions {
      $0.clientLimits.waitingBytesPerStream = .max
      $0.clientLimits.waitingBytesPerConnection = .max
    }
    try await withService(.unixPath, options) { service async throws in
      let stream = try await service.echo.produceStream(ProduceRequest(messages: 64, payloadSize: 4_000_000))
      var count = 0
      for try await response in stream {
        #expect(response.payload.count == 4_000_000)
        count += 1
      }
      #expect(count == 64)
    }
  }

  @Test(arguments: [EchoServiceMethods.echoInline, EchoServiceMethods.echoWorker])
  func answersForAClientThatDoesNotReadStayBounded(_ method: MethodDescriptor) async throws {
    try await withService { service async throws in
      let silent = try await service.connectRaw()
      // 40 MiB of answers.
      var requests = ByteBuffer()
      for number in 0..<160 {
        requests = try requests + .request(UInt32(number * 2 + 1), method, EchoRequest(payloadSize: 256 << 10))
      }
      try await silent.send(requests)
      for _ in 0..<100 { #expect(try await service.echo.echoInline(EchoRequest(payload: [1])).payload == [1]) }
      // Workers do not wait for the client.
      if method.policy.executionClass == .worker { await service.calls.untilEnded(160 + 100) }
      // Nothing is lost without a word: what did not fit was refused, or waited its turn.
      let answers = try await silent.receive(160)
      #expect(answers.count == 160)
      for answer in answers where answer.code != 0 { try expectRefusal(.connection, of: answer.stream, by: answer) }
      let answered = answers.count { $0.code == 0 }
      switch method.policy.executionClass {
      case .inline: #expect(answered == 160)
      default: #expect((8...60).contains(answered), "\(answered)")
      }
    }
  }

  @Test func clientsSendersWaitForAServerThatDoesNotReadUntilTheirDeadline() async throws {
    let (mine, theirs) = try socketPair()
    let server = RawPeer(theirs)
    let client = try await ClientConnection.adopt(connectedSocket: mine, on: .singleton)
    let call = try await EchoServiceClient(client).collectStream(options: CallOptions(timeout: .milliseconds(200)))
    var sent = 0
    let message = EchoRequest(payload: .init(pattern: 64 << 10))
    let end = await outcome {
      while true {
        try await call.requests.write(message)
        sent += 1
      }
    }
    #expect(end.failure?.code == .deadlineExceeded)
    #expect(sent * (64 << 10) < 4 << 20)
    withExtendedLifetime(server) {}
    await client.close()
  }

  @Test func clientsSenderThatIsCancelledWaitsNoLonger() async throws {
    let (mine, theirs) = try socketPair()
    let server = RawPeer(theirs)
    let client = try await ClientConnection.adopt(connectedSocket: mine, on: .singleton)
    let sent = Recorder<Void>()
    let sender = Task {
      await outcome {
        let call = try await EchoServiceClient(client).collectStream()
        while true {
          try await call.requests.write(EchoRequest(payload: .init(pattern: 256 << 10)))
          sent.append(())
        }
      }
    }
    await sent.until { $0.count >= 4 }
    sender.cancel()
    #expect(await sender.value.failure?.code == .cancelled)
    withExtendedLifetime(server) {}
    await client.close()
  }

  @Test func streamWhoseHandlerReadsTooSlowlyEndsAloneAtOneMebibyte() async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      try await peer.send(
        .opening(1, EchoServiceMethods.collectStream) + .message(1, EchoRequest(holdMilliseconds: 60_000)))
      await service.gate.untilHeld()
      // The first that waits is free; the others may be a mebibyte together.
      let payload = ByteBuffer(repeating: 0, count: 64 << 10)
      for _ in 0...16 { try await peer.send(.frame(1, type: 3, payload)) }
      try await peer.send(.request(3, EchoServiceMethods.echoInline))
      #expect(try await peer.receive()?.summary == "3: 0")
      try await peer.send(.frame(1, type: 3, payload))
      try expectRefusal(.call, of: 1, by: try await peer.receive())
      #expect(await service.calls.end(of: EchoServiceMethods.collectStream) == .resourceExhausted)
      try await peer.send(.request(5, EchoServiceMethods.echoWorker))
      #expect(try await peer.receive()?.summary == "5: 0")
    }
  }

  @Test func clientThatTakesAStreamTooSlowlyLosesThatStreamOnly() async throws {
    let options = TestServiceOptions { $0.clientLimits.waitingBytesPerStream = 1_000 }
    try await withService(.socketPair, options) { service async throws in
      var slow = try await service.echo.produceStream(ProduceRequest(messages: 100, payloadSize: 500)).makeAsyncIterator()
      // However the handler ended: an answer behind it says that its messages have arrived.
      _ = await service.calls.end(of: EchoServiceMethods.produceStream)
      #expect(try await service.echo.echoWorker(EchoRequest(payload: [1])).payload == [1])
      #expect(await code { while try await slow.next() != nil {} } == .resourceExhausted)
    }
  }

  @Test func handlerThatTakesMessagesKeepsItsStreamWhateverItsLength() async throws {
    try await withService(.unixPath) { service async throws in
      let call = try await service.echo.echoStream()
      var responses = call.responses.makeAsyncIterator()
      for index in 0..<100 {
        try await call.requests.write(EchoRequest(payload: .init(pattern: 300_000)))
        #expect(try await responses.next()?.index == Int64(index))
      }
    }
  }
}

extension MethodDescriptor {
  fileprivate static let endless = MethodDescriptor(
    service: "fiszka.test.v1.Endless", method: "Endless", kind: .serverStreaming,
    policy: MethodPolicy(access: .anyone, executionClass: nil, longestRun: .seconds(60)))
}
