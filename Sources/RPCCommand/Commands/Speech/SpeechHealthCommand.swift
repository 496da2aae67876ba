import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli speech health`.
struct SpeechHealthCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "health", abstract: "Shows how the engines have done since the server's start, and how large the cache is.")

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let speech = SpeechServiceClient(try await connection.connect())
    let options = try connection.callOptions
    let health = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await speech.getSpeechHealth(GetSpeechHealthRequest(), options: options)
    }
    Terminal.show(health.serving ? "Speech is served." : "No engine of the settings can speak now.")
    var table = TextTable(["engine", "used", "spoken", "failed", ""])
    for engine in health.engines {
      let notes = [
        engine.resting ? SpeechTrouble.resting.sentence : "",
        engine.lastTrouble == .unspecified ? "" : "last: \(engine.lastTrouble.sentence)",
      ]
      table.append([
        engine.engine.word, engine.used ? "yes" : "no", "\(engine.successes)", "\(engine.failures)",
        notes.filter { !$0.isEmpty }.joined(separator: "; "),
      ])
    }
    for line in table.lines { Terminal.show(line) }
    Terminal.show("\(health.clips) clips of \(health.clipBytes) bytes, \(health.memoryBytes) of them in memory")
  }
}
