import CommonProto
import EchoServer
import NIOCore
import TTRPC
import TestAPI
import Testing

@Suite(.timeLimit(.minutes(1))) struct StreamCallTests {
  @Test(arguments: TransportKind.allCases)
  func collectedStreamKeepsOrderAndContent(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      let call = try await service.echo.collectStream()
      var checksum = CRC32()
      for number in 0..<100 {
        // Empty messages count.
        let payload = [UInt8](pattern: Int64(number % 3 * 100))
        checksum.add(payload)
        try await call.requests.write(EchoRequest(payload: payload, describeCall: number == 0))
      }
      let response = try await call.response()
      #expect(response.messages == 100)
      #expect(response.payloadBytes == 33 * 100 + 33 * 200)
      #expect(response.payloadCrc32 == checksum.value)
      #expect(response.call?.runner == .task)
    }
  }

  @Test(arguments: TransportKind.allCases)
  func producedStreamComesInOrderAndEnds(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      for size in [0, 100] as [Int64] {
        let stream = try await service.echo.produceStream(ProduceRequest(messages: 50, payloadSize: size, describeCall: true))
        var index: Int64 = 0
        for try await response in stream {
          #expect(response.index == index)
          #expect(response.payload == .init(pattern: size))
          #expect((response.call?.runner == .task) == (index == 0))
          index += 1
        }
        #expect(index == 50)
      }
    }
  }

  @Test(arguments: TransportKind.allCases)
  func echoedStreamAnswersEachMessageAsItComes(_ kind: TransportKind) async throws {
    try await withService(kind) { service async throws in
      let call = try await service.echo.echoStream()
      var responses = call.responses.makeAsyncIterator()
      for number in 0..<50 {
        try await call.requests.write(EchoRequest(payload: [UInt8(number)]))
        #expect(try await responses.next() == EchoResponse(payload: [UInt8(number)], index: Int64(number)))
      }
      try await call.requests.finish()
      #expect(try await responses.next() == nil)
      // The end stays the end.
      #expect(try await responses.next() == nil)
    }
  }

  @Test func streamsWithoutAnyMessageEndWell() async throws {
    try await withService { service async throws in
      let collect = try await service.echo.collectStream()
      #expect(try await collect.response() == CollectResponse())
      for try await _ in try await service.echo.produceStream(ProduceRequest()) { Issue.record("A message came.") }
      let echo = try await service.echo.echoStream()
      try await echo.requests.finish()
      for try await _ in echo.responses { Issue.record("A message came.") }
    }
  }

  @Test func clientMayGoOnReadingAfterItsLastMessage() async throws {
    try await withService { service async throws in
      let call = try await service.echo.echoStream()
      for _ in 0..<10 { try await call.requests.write(EchoRequest(holdMilliseconds: 60_000)) }
      try await call.requests.finish()
      await service.gate.untilHeld()
      let opener = Task {
        // Each message holds in turn.
        while !Task.isCancelled {
          await service.gate.untilHeld()
          service.gate.open()
        }
      }
      var count = 0
      for try await _ in call.responses { count += 1 }
      opener.cancel()
      #expect(count == 10)
    }
  }

  @Test func failureEndsAStreamOfEveryKindWithMessageAndDetails() async throws {
    let failure = RPCStatus(
      code: RPCError.Code.aborted.rawValue, message: "Once more, from the start.",
      details: [ProtobufAny(typeUrl: "type.googleapis.com/a.B", value: [1])])
    try await withService { service async throws in
      let collect = try await service.echo.collectStream()
      try await collect.requests.write(EchoRequest(failure: failure))
      let collected = await outcome { try await collect.response() }
      #expect(collected.failure?.status == failure)

      // What came before the failure is still read.
      for stream in [
        try await service.echo.produceStream(ProduceRequest(messages: 3, failure: failure)),
        try await service.echo.watchStream(ProduceRequest(messages: 3, failure: failure)),
      ] {
        var responses = stream.makeAsyncIterator()
        for index in 0..<3 { #expect(try await responses.next()?.index == Int64(index)) }
        let end = await outcome { try await responses.next() }
        #expect(end.failure?.status == failure)
      }

      let echo = try await service.echo.echoStream()
      try await echo.requests.write(EchoRequest())
      try await echo.requests.write(EchoRequest(failure: failure))
      var responses = echo.responses.makeAsyncIterator()
      #expect(try await responses.next() == EchoResponse())
      let end = await outcome { try await responses.next() }
      #expect(end.failure?.status == failure)
    }
  }

  @Test func serverMayAnswerBeforeTheClientHasSentEverything() async throws {
    let failure = RPCStatus(code: RPCError.Code.notFound.rawValue, message: "No such lesson.")
    try await withService { service async throws in
      let call = try await service.echo.collectStream()
      try await call.requests.write(EchoRequest(failure: failure))
      _ = await service.calls.end(of: EchoServiceMethods.collectStream)
      let result = await outcome { try await call.response() }
      #expect(result.failure?.status == failure)
    }
  }

  @Test func manyStreamsShareAConnection() async throws {
    try await withService(.abstract) { service async throws in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<100 {
          group.addTask {
            let call = try await service.echo.echoStream()
            var responses = call.responses.makeAsyncIterator()
            for step in 0..<10 {
              let payload = [UInt8(number), UInt8(step)]
              try await call.requests.write(EchoRequest(payload: payload))
              #expect(try await responses.next()?.payload == payload)
            }
            try await call.requests.finish()
            #expect(try await responses.next() == nil)
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test func messageThatCannotBeDecodedEndsItsStreamOnly() async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      try await peer.send(
        .opening(1, EchoServiceMethods.echoStream) + .frame(1, type: 3, .init(bytes: [0x0a, 0x05]))
          + .request(3, EchoServiceMethods.echoInline))
      let frames = try await peer.receive(2).map(\.summary)
      #expect(Set(frames) == ["1: 3", "3: 0"])
    }
  }
}
