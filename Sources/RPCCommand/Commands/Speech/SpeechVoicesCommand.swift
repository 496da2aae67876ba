import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli speech voices`.
struct SpeechVoicesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "voices", abstract: "Lists the voices of the engines, as each tells them now.")

  @Option(
    help: ArgumentHelp("Only those of this engine: coqui, piper, espeak or external.", valueName: "engine"),
    transform: SpeechEngineKind.parse)
  var engine: SpeechEngineKind = .unspecified

  @OptionGroup var connection: ConnectionOptions

  func run() async throws {
    let speech = SpeechServiceClient(try await connection.connect())
    let options = try connection.callOptions
    let request = ListVoicesRequest(engine: engine)
    let engines = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await speech.listVoices(request, options: options).engines
    }
    var table = TextTable(["engine", "accent", "voice"])
    for engine in engines {
      for voice in engine.voices { table.append([engine.engine.word, voice.accent.word, voice.name]) }
    }
    for line in table.lines { Terminal.show(line) }
    for engine in engines where engine.trouble != .unspecified {
      Terminal.show("\(engine.engine.word) \(engine.trouble.sentence).")
    }
  }
}
