import ArgumentParser
import FiszkaAPI
import TTRPC

/// `rpc-cli speech settings`.
struct SpeechSettingsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings", abstract: "Shows how the server speaks, or changes it; for admins.",
    discussion: """
      Without options the settings are shown. With options only what they name is changed; before that, the engines speak a word, \
      and a change that names one that does not speak is refused.

      EXAMPLES:
        rpc-cli speech settings --engines piper,espeak --accent uk
        rpc-cli speech settings --voice piper:us=en_US-joe-medium
        rpc-cli speech settings --voice piper:us=
      """)

  /// One --voice.
  struct Choice: Sendable {
    let engine: SpeechEngineKind
    let accent: SpeechAccent
    /// Empty: the engine's own again.
    let voice: String

    init(_ text: String) throws {
      guard let equals = text.firstIndex(of: "="), let colon = text[..<equals].firstIndex(of: ":") else {
        throw ValidationError("\"\(text)\" chooses no voice: write ENGINE:ACCENT=VOICE, such as piper:us=en_US-joe-medium.")
      }
      engine = try SpeechEngineKind.parse(String(text[..<colon]))
      accent = try SpeechAccent.parse(String(text[text.index(after: colon)..<equals]))
      voice = String(text[text.index(after: equals)...])
    }
  }

  @Option(
    help: ArgumentHelp("The engines in the order in which they are tried, with commas.", valueName: "engine,…"),
    transform: { try $0.split(separator: ",").map { try SpeechEngineKind.parse(String($0)) } })
  var engines: [SpeechEngineKind]?

  @Option(help: ArgumentHelp("The accent of calls that name none.", valueName: "accent"), transform: SpeechAccent.parse)
  var accent: SpeechAccent?

  @Option(help: ArgumentHelp("The speed of calls that name none, 50 to 200.", valueName: "percent"))
  var speed: Int32?

  @Option(
    help: ArgumentHelp(
      "The voice of an engine for an accent, nothing behind = for its own again; can be repeated.",
      valueName: "engine:accent=voice"),
    transform: Choice.init)
  var voice: [Choice] = []

  @OptionGroup var connection: ConnectionOptions

  private var changesNothing: Bool { engines == nil && accent == nil && speed == nil && voice.isEmpty }

  func run() async throws {
    let speech = SpeechServiceClient(try await connection.connect())
    let options = try connection.callOptions
    let current = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await speech.getSpeechSettings(GetSpeechSettingsRequest(), options: options)
    }
    guard !changesNothing else { return show(current.settings, current.configuredEngines) }
    let request = UpdateSpeechSettingsRequest(settings: changed(current.settings), revision: current.revision)
    let answer = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await speech.updateSpeechSettings(request, options: options)
    }
    show(answer.settings, current.configuredEngines)
    for passed in answer.passedOver { Terminal.show("\(passed.engine.word) \(passed.trouble.sentence).") }
  }

  private func changed(_ current: SpeechSettings?) -> SpeechSettings {
    var settings = current ?? SpeechSettings()
    settings.engines = engines ?? settings.engines
    settings.defaultAccent = accent ?? settings.defaultAccent
    settings.speedPercent = speed ?? settings.speedPercent
    for choice in voice {
      settings.voices.removeAll { $0.engine == choice.engine && $0.accent == choice.accent }
      if choice.voice.isEmpty { continue }
      settings.voices.append(VoiceChoice(engine: choice.engine, accent: choice.accent, voice: choice.voice))
    }
    return settings
  }

  private func show(_ settings: SpeechSettings?, _ configured: [SpeechEngineKind]) {
    let settings = settings ?? SpeechSettings()
    let engines = settings.engines.map { configured.contains($0) ? $0.word : "\($0.word) (the server does not have it)" }
    Terminal.show("engines  \(engines.joined(separator: ", "))")
    Terminal.show("accent   \(settings.defaultAccent.word)")
    Terminal.show("speed    \(settings.speedPercent) %")
    for choice in settings.voices {
      Terminal.show("voice    \(choice.engine.word), \(choice.accent.word): \(choice.voice.onOneLine)")
    }
  }
}
