import CommonProto
import Logging
import NIOCore
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

@Suite(.timeLimit(.minutes(1))) struct CallLogTests {
  private func options(
    _ lines: Recorder<LogEvent>, _ level: Logger.Level, _ change: (inout TestServiceOptions) -> Void = { _ in }
  ) -> TestServiceOptions {
    TestServiceOptions {
      $0.logger = .keeping(lines, level)
      change(&$0)
    }
  }

  @Test func everyCallLeavesOneLineAtDebugLevelWithoutWhatItCarried() async throws {
    let lines = Recorder<LogEvent>()
    try await withService(.socketPair, options(lines, .debug)) { service async throws in
      var metadata = Metadata()
      metadata.append("order-66", for: "x-request-id")
      metadata.append("secret", for: "authorization")
      let options = CallOptions(metadata: metadata)
      _ = try await service.echo.echoInline(EchoRequest(payload: [1]), options: options)
      _ = await outcome { try await service.echo.echoWorker(EchoRequest(failure: RPCStatus(code: 5)), options: options) }
      let calls = await lines.until { $0.count >= 2 }
      #expect(calls.map { $0.metadata?["code"] } == ["OK", "NOT_FOUND"])
      #expect(calls.map { $0.metadata?["request_id"] } == ["order-66", "order-66"])
      #expect(
        calls.map { $0.metadata?["method"] }
          == ["fiszka.test.v1.EchoService/EchoInline", "fiszka.test.v1.EchoService/EchoWorker"])
      #expect(calls.allSatisfy { $0.level == .debug && $0.metadata?["duration_ms"] != nil && $0.metadata?["peer"] != nil })
      #expect(!calls.contains { "\($0.metadata ?? [:])".contains("secret") })
    }
  }

  /// Whatever becomes of a call, at the lowest level and with every call slow.
  @Test func noLineHoldsWhatARequestOrAnAnswerCarried() async throws {
    let lines = Recorder<LogEvent>()
    let (asked, answered) = ("what was asked", "what was answered")
    let swapping = MethodRegistration.unary(.swap) { (request: EchoRequest, _) throws(RPCError) in
      if let failure = request.failure.flatMap({ RPCError($0) }) { throw failure }
      return EchoResponse(payload: Array(answered.utf8))
    }
    let options = options(lines, .trace) {
      $0.configuration.slowCall = .zero
      $0.services = [ServiceRegistration(service: "fiszka.test.v1.Swap", methods: [swapping])]
    }
    try await withService(.socketPair, options) { service async throws in
      let request = EchoRequest(payload: Array(asked.utf8))
      var failing = request
      failing.failure = RPCStatus(code: 13, message: "It failed.")
      let swap: (EchoRequest) async throws(RPCError) -> EchoResponse = { request async throws(RPCError) in
        try await service.client.unary(.swap, request, options: CallOptions())
      }
      #expect(try await swap(request).payload == Array(answered.utf8))
      #expect(await code { try await swap(failing) } == .internal)
      _ = try await service.echo.echoInline(request)
      #expect(await code { try await service.echo.echoInline(failing) } == .internal)
      #expect(await code { try await service.echo.echoWorker(failing) } == .internal)
      _ = try await service.echo.echoKinds(AllKinds(scalars: Scalars(stringValue: asked, bytesValue: Array(asked.utf8))))
      let call = try await service.echo.echoStream()
      try await call.requests.write(request)
      try await call.requests.finish()
      for try await _ in call.responses {}
      // Bytes that are no message.
      let peer = try await service.connectRaw()
      try await peer.send(.request(1, EchoServiceMethods.echoKinds, request))
      #expect(try await peer.receive()?.summary == "1: 3")
      let all = await lines.until { $0.count { $0.metadata?["code"] != nil } >= 8 }
      for text in all.map({ "\($0.message) \($0.metadata ?? [:]) \($0.error.map { "\($0)" } ?? "")" }) {
        for secret in [asked, answered] {
          #expect(!text.contains(secret))
          // As arrays of bytes are written.
          #expect(!text.contains(secret.utf8.map { "\($0)" }.joined(separator: ", ")))
        }
      }
    }
  }

  @Test func callsOfNoInterestLeaveNothingAtInfoLevel() async throws {
    let lines = Recorder<LogEvent>()
    try await withService(.socketPair, options(lines, .info)) { service async throws in
      _ = try await service.echo.echoInline(EchoRequest())
      _ = await outcome { try await service.echo.echoWorker(EchoRequest(failure: RPCStatus(code: 5))) }
      _ = await outcome { try await service.echo.echoWorker(EchoRequest(failure: RPCStatus(code: 13))) }
      // The third of them, and nothing else.
      #expect(await lines.until { !$0.isEmpty }.map(\.level) == [.error])
    }
  }

  @Test func slowCallIsAWarningWithItsWaitAndItsRun() async throws {
    let lines = Recorder<LogEvent>()
    let options = options(lines, .warning) { $0.configuration.slowCall = .milliseconds(20) }
    try await withService(.socketPair, options) { service async throws in
      _ = try await service.echo.echoLong(EchoRequest(holdMilliseconds: 30))
      let line = try #require(await lines.until { !$0.isEmpty }.first)
      #expect(line.level == .warning && "\(line.message)" == "A call was slow.")
      let run = try #require(line.metadata?["run_ms"].flatMap { Double("\($0)") })
      let total = try #require(line.metadata?["duration_ms"].flatMap { Double("\($0)") })
      #expect(run >= 29 && run <= total)
      #expect(line.metadata?["queue_ms"] != nil)
    }
  }

  @Test(arguments: [
    ("a", true), ("01J-x_y.z:/+=", true), ("", false), ("a b", false), ("a\n", false), ("ż", false),
    (String(repeating: "a", count: 64), true), (String(repeating: "a", count: 65), false),
  ])
  func onlyShortPlainNamesOfCallersAreTaken(_ name: String, _ isSane: Bool) {
    #expect(CallLog.isSane(name) == isSane)
  }
}

extension MethodDescriptor {
  fileprivate static let swap = MethodDescriptor(
    service: "fiszka.test.v1.Swap", method: "Swap", kind: .unary,
    policy: MethodPolicy(access: .anyone, executionClass: .worker, longestRun: .seconds(10)))
}
