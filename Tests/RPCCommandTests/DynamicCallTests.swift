import Foundation
import ProtoDynamic
import RPCCommand
import TTRPC
import TTRPCWire
import Testing

@Suite(.timeLimit(.minutes(1))) struct DynamicCallTests {
  @Test func unaryCallShowsItsResponseAndCarriesMetadata() async throws {
    try await TestPeer.with { echo in
      var metadata = Metadata()
      metadata.append("b=c", for: "a")
      let shown = Shown()
      let call = DynamicCall(
        try echo.contract.method(named: "EchoService/EchoWorker"), of: echo.contract, options: CallOptions(metadata: metadata),
        show: shown.show)
      try await call.run(try call.request(Array(#"{"payload": "YQ==", "describeCall": true}"#.utf8)), on: echo.connection)
      #expect(shown.lines.count == 1 && shown.lines[0].hasPrefix(#"{"payload":"YQ==","call":{"#))
      #expect(shown.lines[0].contains(#""metadata":[{"key":"a","value":"b=c"}]"#))
    }
  }

  @Test func emptyMessagesGoBothWays() async throws {
    try await TestPeer.with { echo in
      let shown = Shown()
      let call = try call("EchoWorker", echo, shown)
      try await call.run(try call.request(Array("{}".utf8)), on: echo.connection)
      #expect(shown.lines == ["{}"])
    }
  }

  @Test func serverStreamShowsALinePerMessage() async throws {
    try await TestPeer.with { echo in
      let shown = Shown()
      let call = try call("ProduceStream", echo, shown)
      try await call.run(try call.request(Array(#"{"messages": "3"}"#.utf8)), on: echo.connection)
      #expect(shown.lines == ["{}", #"{"index":"1"}"#, #"{"index":"2"}"#])
    }
  }

  @Test func clientStreamSendsALinePerRequestAndShowsTheOneResponse() async throws {
    try await TestPeer.with { echo in
      let shown = Shown()
      let lines = RequestLines(Array("{\"payload\": \"YQ==\"}\n\n  \r\n{\"payload\": \"YWI=\"}\n{}".utf8))
      try await call("CollectStream", echo, shown).run(lines, on: echo.connection)
      #expect(shown.lines == [#"{"messages":"3","payloadBytes":"3","payloadCrc32":1762534039}"#])
    }
  }

  @Test func streamWithoutRequestsIsAnEmptyOne() async throws {
    try await TestPeer.with { echo in
      let shown = Shown()
      try await call("CollectStream", echo, shown).run(RequestLines([]), on: echo.connection)
      #expect(shown.lines == ["{}"])
    }
  }

  @Test func bidirectionalCallAnswersEachLineBeforeTheNextIsThere() async throws {
    try await TestPeer.with { echo in
      let shown = Shown()
      let input = Pipe()
      let call = try call("EchoStream", echo, shown)
      let running = Task {
        try await call.run(RequestLines(descriptor: input.fileHandleForReading.fileDescriptor), on: echo.connection)
      }
      for number in 1...3 {
        try input.fileHandleForWriting.write(contentsOf: Data("{\"payload\": \"YQ==\"}\n".utf8))
        await shown.wait(for: number)
      }
      try input.fileHandleForWriting.close()
      try await running.value
      #expect(shown.lines == [#"{"payload":"YQ=="}"#, #"{"payload":"YQ==","index":"1"}"#, #"{"payload":"YQ==","index":"2"}"#])
    }
  }

  @Test func badLineEndsTheCallAndNamesItsNumber() async throws {
    try await TestPeer.with { echo in
      let shown = Shown()
      let input = Pipe()
      try input.fileHandleForWriting.write(contentsOf: Data("{}\n{\"payload\": 1}\n".utf8))
      let call = try call("EchoStream", echo, shown)
      let lines = RequestLines(descriptor: input.fileHandleForReading.fileDescriptor)
      let failure = await #expect(throws: CommandFailure.self) { try await call.run(lines, on: echo.connection) }
      #expect(failure?.exitCode == 1)
      #expect(failure?.message.hasPrefix("Request 2: payload: ") == true)
    }
  }

  @Test func failureOfTheServerEndsTheCallWhileInputIsStillOpen() async throws {
    try await TestPeer.with { echo in
      let input = Pipe()
      try input.fileHandleForWriting.write(contentsOf: Data("{\"failure\": {\"code\": 9, \"message\": \"no\"}}\n".utf8))
      let call = try call("CollectStream", echo, Shown())
      let lines = RequestLines(descriptor: input.fileHandleForReading.fileDescriptor)
      let failure = await #expect(throws: CommandFailure.self) { try await call.run(lines, on: echo.connection) }
      #expect(failure?.exitCode == 73)
      #expect(failure?.message == "FAILED_PRECONDITION: no")
      // Lets the thread that reads the input end.
      try input.fileHandleForWriting.close()
    }
  }

  @Test func inputThatIsNotUTF8IsRefused() throws {
    let contract = try TestPeer.contract()
    let call = DynamicCall(try contract.method(named: "EchoKinds"), of: contract) { _ in }
    #expect(throws: CommandFailure.self) { try call.request(Array(#"{"stringValue": ""#.utf8) + [0xFF] + Array(#""}"#.utf8)) }
  }

  private func call(_ method: String, _ echo: TestPeer, _ shown: Shown) throws -> DynamicCall {
    DynamicCall(try echo.contract.method(named: method), of: echo.contract, show: shown.show)
  }
}
