/// What an engine is to speak.
package struct SpeechOrder: Hashable, Sendable {
  /// What to say: trimmed, NFC, without control characters, 1 to 255 characters.
  package let text: String
  /// In which accent.
  package let accent: Accent
  /// The engine's own name of a voice; empty: the one it has for the accent.
  package let voice: String
  /// 50 to 200; 100 is the engine's normal speed.
  package let speedPercent: Int

  package init(text: String, accent: Accent, voice: String = "", speedPercent: Int = 100) {
    self.text = text
    self.accent = accent
    self.voice = voice
    self.speedPercent = speedPercent
  }
}
