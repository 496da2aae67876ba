import EchoServer
import NIOCore
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

@Suite(.timeLimit(.minutes(1))) struct DeadlineTests {
  static let forever = EchoRequest(holdMilliseconds: 60_000)

  @Test(arguments: TransportKind.allCases)
  func callersTimeoutEndsEveryKindOfCall(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      let options = CallOptions(timeout: .milliseconds(20))
      let echo = service.echo
      #expect(await code { try await echo.echoTryInline(Self.forever, options: options) } == .deadlineExceeded)
      #expect(await code { try await echo.echoWorker(Self.forever, options: options) } == .deadlineExceeded)
      #expect(await code { try await echo.echoLong(Self.forever, options: options) } == .deadlineExceeded)
      #expect(
        await code {
          let call = try await echo.collectStream(options: options)
          try await call.requests.write(Self.forever)
          return try await call.response()
        } == .deadlineExceeded)
      #expect(
        await code {
          let request = ProduceRequest(messages: 1, holdMilliseconds: 60_000)
          var responses = try await echo.produceStream(request, options: options).makeAsyncIterator()
          return try await responses.next()
        } == .deadlineExceeded)
      #expect(
        await code {
          let call = try await echo.echoStream(options: options)
          var responses = call.responses.makeAsyncIterator()
          return try await responses.next()
        } == .deadlineExceeded)
      // Each handler saw it too: nothing holds.
      await service.calls.untilEnded(6)
      #expect(service.gate.heldCount == 0)
    }
  }

  @Test func serverItselfEndsEveryKindOfCallAtTheCallersTimeout() async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      let nanoseconds: Int64 = 20_000_000
      let methods = [EchoServiceMethods.echoTryInline, EchoServiceMethods.echoWorker, EchoServiceMethods.echoLong]
      var stream: UInt32 = 1
      for method in methods {
        try await peer.send(.request(stream, method, Self.forever, timeoutNanoseconds: nanoseconds))
        #expect(try await peer.receive()?.summary == "\(stream): 4")
        stream += 2
      }
      for method in [EchoServiceMethods.collectStream, EchoServiceMethods.echoStream] {
        try await peer.send(.request(stream, method, flags: [.remoteOpen, .noData], timeoutNanoseconds: nanoseconds))
        #expect(try await peer.receive()?.summary == "\(stream): 4")
        stream += 2
      }
      let produce = ProduceRequest(messages: 1, holdMilliseconds: 60_000)
      try await peer.send(
        .request(stream, EchoServiceMethods.produceStream, produce, flags: .remoteClosed, timeoutNanoseconds: nanoseconds))
      #expect(try await peer.receive()?.summary == "\(stream): 4")
      await service.calls.untilEnded(6)
      for case .ended(let method, let code) in service.calls.log.events {
        #expect(code == .deadlineExceeded, "\(method)")
      }
    }
  }

  @Test func longestRunOfThePolicyEndsUnaryCalls() async throws {
    try await withService { service async throws in
      // Nobody but the policy limits this call.
      #expect(await code { try await service.echo.echoBrief(Self.forever) } == .deadlineExceeded)
      #expect(await service.calls.end(of: EchoServiceMethods.echoBrief) == .deadlineExceeded)
    }
  }

  @Test func longestRunOfThePolicyEndsStreamsOfEveryKind() async throws {
    let methods = BriefStreams()
    try await withService(.socketPair, TestServiceOptions { $0.services = [methods.registration] }) { service async throws in
      for method in [methods.collect, methods.echo] {
        let stream = try await service.client.open(method, options: CallOptions())
        #expect(await code { try await stream.next() } == .deadlineExceeded)
        #expect(await service.calls.end(of: method) == .deadlineExceeded)
      }
      let stream = try await service.client.open(methods.produce, ProduceRequest(), options: CallOptions())
      #expect(await code { try await stream.next() } == .deadlineExceeded)
      #expect(await service.calls.end(of: methods.produce) == .deadlineExceeded)
    }
  }

  @Test func callThatIsOverAlreadyNeverReachesItsHandler() async throws {
    try await withService { service async throws in
      for timeout in [Duration.zero, .seconds(-1)] {
        let options = CallOptions(timeout: timeout)
        #expect(await code { try await service.echo.echoInline(EchoRequest(), options: options) } == .deadlineExceeded)
        #expect(await code { try await service.echo.collectStream(options: options) } == .deadlineExceeded)
      }
      let peer = try await service.connectRaw()
      var frames = ByteBuffer()
      for (index, method) in [EchoServiceMethods.echoInline, EchoServiceMethods.echoWorker].enumerated() {
        frames = try frames + .request(UInt32(index * 2 + 1), method, timeoutNanoseconds: -1)
      }
      frames = try frames + .request(5, EchoServiceMethods.collectStream, flags: [.remoteOpen], timeoutNanoseconds: .min)
      try await peer.send(frames)
      #expect(try await peer.receive(3).map(\.summary) == ["1: 4", "3: 4", "5: 4"])
      #expect(service.calls.log.events.isEmpty)
    }
  }

  @Test func handlerSeesTheEarlierOfTimeoutAndLongestRun() async throws {
    try await withService { service async throws in
      let request = EchoRequest(describeCall: true)
      let own = try #require(
        try await service.echo.echoWorker(request, options: CallOptions(timeout: .seconds(5))).call?.remainingNanoseconds)
      #expect((1...5_000_000_000).contains(own))
      let policy = try #require(
        try await service.echo.echoWorker(request, options: CallOptions(timeout: .seconds(50))).call?.remainingNanoseconds)
      #expect((5_000_000_001...10_000_000_000).contains(policy))
      let watch = try await service.echo.watchStream(ProduceRequest(messages: 1, describeCall: true))
      var responses = watch.makeAsyncIterator()
      let description = try #require(try await responses.next()?.call)
      #expect(description.remainingNanoseconds == nil)
    }
  }

  @Test(arguments: [Duration.seconds(Int64.max), .nanoseconds(Int64.max), .seconds(9_223_372_036) + .milliseconds(999)])
  func timeoutLongerThanAnyClockIsNoTimeout(_ timeout: Duration) async throws {
    try await withService { service async throws in
      let options = CallOptions(timeout: timeout)
      #expect(try await service.echo.echoWorker(EchoRequest(payload: [1]), options: options).payload == [1])
      let watch = try await service.echo.watchStream(ProduceRequest(messages: 1), options: options)
      var responses = watch.makeAsyncIterator()
      #expect(try await responses.next() != nil)
    }
  }

  @Test func callThatWaitedTooLongForAThreadEndsWithoutItsHandler() async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      try await peer.send(.request(1, EchoServiceMethods.echoLong, Self.forever))
      await service.gate.untilHeld()
      try await peer.send(.request(3, EchoServiceMethods.echoLong, timeoutNanoseconds: 20_000_000))
      #expect(try await peer.receive()?.summary == "3: 4")
      service.gate.open()
      #expect(try await peer.receive()?.summary == "1: 0")
      try await peer.send(.request(5, EchoServiceMethods.echoLong))
      #expect(try await peer.receive()?.summary == "5: 0")
      // That of stream 3 came between the two that began.
      #expect(service.calls.log.events.count == 4)
    }
  }

  @Test func answersOfOneCallDoNotWaitForTheDeadlineOfAnother() async throws {
    try await withService { service async throws in
      let late = Task { try await service.echo.echoWorker(Self.forever, options: CallOptions(timeout: .seconds(50))) }
      await service.gate.untilHeld()
      // The timer that stands is the later one's; this must not wait for it.
      let options = CallOptions(timeout: .milliseconds(20))
      #expect(await code { try await service.echo.echoLong(Self.forever, options: options) } == .deadlineExceeded)
      service.gate.open()
      _ = try await late.value
    }
  }
}

/// Streams whose policy lets them run for 20 ms and whose handlers wait for the end of their call.
private struct BriefStreams {
  let collect = descriptor("Collect", .clientStreaming)
  let produce = descriptor("Produce", .serverStreaming)
  let echo = descriptor("Echo", .bidirectional)

  private static func descriptor(_ name: String, _ kind: MethodKind) -> MethodDescriptor {
    MethodDescriptor(
      service: "fiszka.test.v1.BriefStreams", method: name, kind: kind,
      policy: MethodPolicy(access: .anyone, executionClass: nil, longestRun: .milliseconds(20)))
  }

  var registration: ServiceRegistration {
    let gate = HoldGate()
    return ServiceRegistration(
      service: "fiszka.test.v1.BriefStreams",
      methods: [
        .clientStreaming(collect) { (_: MessageStream<EchoRequest>, call) async throws(RPCError) -> CollectResponse in
          try await gate.holdTask(milliseconds: nil, call)
          return CollectResponse()
        },
        .serverStreaming(produce) { (_: ProduceRequest, _: MessageWriter<EchoResponse>, call) async throws(RPCError) in
          try await gate.holdTask(milliseconds: nil, call)
        },
        .bidirectional(echo) { (_: MessageStream<EchoRequest>, _: MessageWriter<EchoResponse>, call) async throws(RPCError) in
          try await gate.holdTask(milliseconds: nil, call)
        },
      ])
  }
}
