/// How the server speaks unless a call says otherwise. What an admin may change; where the engines are is the operator's.
package struct SpeechSettings: Hashable, Sendable {
  /// An engine's voice for an accent.
  package struct VoicePlace: Hashable, Sendable {
    package let engine: SpeechEngineName
    package let accent: Accent

    package init(_ engine: SpeechEngineName, _ accent: Accent) {
      self.engine = engine
      self.accent = accent
    }
  }

  /// Longest name of a voice, in characters.
  package static let longestVoice = 100
  /// What speeds there are.
  package static let speeds = 50...200

  /// In the order in which they are tried, each once, at least one. Those that the server does not have are passed over.
  package var engines: [SpeechEngineName]
  package var defaultAccent: Accent
  /// Of `speeds`.
  package var speedPercent: Int
  /// Voices that differ from those that the engines have for the accents.
  package var voices: [VoicePlace: String]

  /// The defaults of a new server.
  package init(
    engines: [SpeechEngineName] = [.coqui, .piper, .espeak, .external], defaultAccent: Accent = .uk, speedPercent: Int = 100,
    voices: [VoicePlace: String] = [:]
  ) {
    self.engines = engines
    self.defaultAccent = defaultAccent
    self.speedPercent = speedPercent
    self.voices = voices
  }

  /// The voice that an engine is asked for; empty: its own choice.
  package func voice(of engine: SpeechEngineName, _ accent: Accent) -> String {
    voices.isEmpty ? "" : voices[VoicePlace(engine, accent)] ?? ""
  }

  /// Whether a text can be the name of a voice.
  package static func isVoice(_ name: String) -> Bool {
    (1...longestVoice).contains(name.unicodeScalars.count)
      && !name.unicodeScalars.contains { $0.properties.generalCategory == .control }
  }
}
