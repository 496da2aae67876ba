/// The kinds of engine. The raw value is what settings, the database and cache keys hold.
package enum SpeechEngineName: String, Hashable, Sendable, CaseIterable {
  /// A Coqui `tts-server`.
  case coqui
  /// A Piper HTTP server.
  case piper
  /// espeak-ng on this machine: the embedded default.
  case espeak
  /// An OpenAI-compatible provider elsewhere; off unless configured.
  case external
}
