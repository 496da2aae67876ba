import CommonProto
import Logging
import NIOCore
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

@Suite(.timeLimit(.minutes(1))) struct CallLogTests {
  /// Keeps what is logged.
  private struct Keeper: LogHandler {
    let lines: Recorder<LogEvent>
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    var metadataProvider: Logger.MetadataProvider?

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { lines.append(event) }
  }

  private func options(
    _ lines: Recorder<LogEvent>, _ level: Logger.Level, _ change: (inout TestServiceOptions) -> Void = { _ in }
  ) -> TestServiceOptions {
    TestServiceOptions {
      $0.logger = Logger(label: "test") { _ in Keeper(lines: lines, logLevel: level) }
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
