/// What a caller wants to hear.
package struct SpeechWish: Hashable, Sendable {
  package let text: SpeechText
  /// Nil: the default one of the settings.
  package let accent: Accent?
  /// Nil: the first of the settings that can.
  package let engine: SpeechEngineName?
  /// Only with an engine; empty: that of the settings.
  package let voice: String
  /// Of `SpeechSettings.speeds`; nil: that of the settings.
  package let speedPercent: Int?
  package let format: ClipFormat

  package init(
    text: SpeechText, accent: Accent? = nil, engine: SpeechEngineName? = nil, voice: String = "", speedPercent: Int? = nil,
    format: ClipFormat = .wav
  ) {
    self.text = text
    self.accent = accent
    self.engine = engine
    self.voice = voice
    self.speedPercent = speedPercent
    self.format = format
  }

  /// What `engine` is to be asked for.
  package func order(for engine: SpeechEngineName, _ settings: SpeechSettings) -> SpeechOrder {
    let accent = accent ?? settings.defaultAccent
    return SpeechOrder(
      text: text.text, accent: accent, voice: voice.isEmpty ? settings.voice(of: engine, accent) : voice,
      speedPercent: speedPercent ?? settings.speedPercent)
  }

  /// Whom to ask, in order. Those that the server does not have are among them: why they do not speak is told.
  ///
  /// - Throws: `engineNotUsed` when the caller names one that the settings do not use.
  package func engines(_ settings: SpeechSettings) throws(SpeechRefusal) -> [SpeechEngineName] {
    guard let engine else { return settings.engines }
    if settings.engines.contains(engine) { return [engine] }
    throw .engineNotUsed(engine)
  }
}
