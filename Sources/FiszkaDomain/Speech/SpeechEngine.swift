/// An engine that speaks. Safe to use from any thread; calls block their thread.
package protocol SpeechEngine: Sendable {
  /// Which one it is.
  var name: SpeechEngineName { get }

  /// What makes its audio of an accent different from another's, for cache keys: model and voice as the engine names them.
  /// Memory only.
  ///
  /// - Parameter voice: the engine's own name of a voice; empty: the one it has for the accent.
  func voiceIdentity(_ accent: Accent, voice: String) -> String

  /// Speaks.
  ///
  /// - Parameter limit: ends the synthesis when the caller's time is over or nobody waits any more.
  func synthesize(_ order: SpeechOrder, limit: WorkLimit) throws(SpeechEngineFailure) -> SpokenAudio

  /// The voices it offers, as it tells them now.
  func voices(limit: WorkLimit) throws(SpeechEngineFailure) -> [SpeechVoice]

  /// How it has done lately. Memory only.
  var health: SpeechEngineHealth { get }
}
