/// A voice that an engine offers.
package struct SpeechVoice: Hashable, Sendable {
  /// The engine's own name of it.
  package let name: String
  /// Its accent; nil: not known, or another.
  package let accent: Accent?

  package init(name: String, accent: Accent?) {
    self.name = name
    self.accent = accent
  }
}
