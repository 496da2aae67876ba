import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli speech test`.
struct SpeechTestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Lets an engine speak some times and says how long it took; for admins.",
    discussion: """
      Nothing comes from the cache and nothing goes there. Times are in milliseconds. Ends with 1 when a run failed.

      EXAMPLES:
        rpc-cli speech test espeak
        rpc-cli speech test piper --accent us --runs 50
      """)

  @Argument(
    help: ArgumentHelp("coqui, piper, espeak or external; also one that the settings do not use.", valueName: "engine"),
    transform: SpeechEngineKind.parse)
  var engine: SpeechEngineKind

  @Option(
    help: ArgumentHelp("The accent: uk or us; without it the server's default.", valueName: "accent"),
    transform: SpeechAccent.parse)
  var accent: SpeechAccent = .unspecified

  @Option(help: ArgumentHelp("The engine's own name of a voice.", valueName: "voice"))
  var voice = ""

  @Option(help: ArgumentHelp("What it speaks; without it \"schedule\".", valueName: "text"))
  var text = ""

  @Option(help: ArgumentHelp("How often, 1 to 50.", valueName: "number"))
  var runs: Int32 = 10

  @OptionGroup var connection: ConnectionOptions

  func validate() throws {
    if !(1...50).contains(runs) { throw ValidationError("--runs is 1 to 50.") }
  }

  func run() async throws {
    let speech = SpeechServiceClient(try await connection.connect())
    let options = try connection.callOptions
    let request = TestSpeechRequest(engine: engine, accent: accent, voice: voice, text: text, runs: runs)
    let result = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await speech.testSpeech(request, options: options)
    }
    var table = TextTable(["runs", "failed", "p50", "p90", "p99", "mean"])
    let times = [result.p50Microseconds, result.p90Microseconds, result.p99Microseconds, result.meanMicroseconds]
    table.append(["\(result.runs)", "\(result.failures)"] + times.map(\.thousandths))
    for line in table.lines { Terminal.show(line) }
    if result.failures == 0 { return }
    let reasons = result.troubles.map { "\(engine.word) \($0.sentence)" }
    throw CommandFailure.usage("\(result.failures) of \(result.runs) runs failed: \(reasons.joined(separator: "; ")).")
  }
}
