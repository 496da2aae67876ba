/// Why an engine did not speak.
package enum SpeechEngineFailure: Error, Hashable, Sendable {
  /// Its breaker is open: it failed several times, and is left alone for a while.
  case resting(retryAfterMilliseconds: Int)
  /// Nothing answers where it should be: refused, unresolvable, no executable.
  case unreachable(String)
  /// It did not answer in its time.
  case timedOut
  /// More wait for it than its queue takes.
  case overloaded
  /// It says that it cannot do this now, such as with 500 or 429.
  case failed(String)
  /// What it answered is no usable audio: broken sizes, silence, implausible length.
  case badAudio(String)
  /// It is asked what it cannot speak, whoever asks: nothing to pronounce, too much at once, a speed it does not have. No fault of
  /// the engine.
  case unsuited(String)
  /// It does not have the voice.
  case unknownVoice(String)
  /// The provider does not take the key: not a matter of the network.
  case wrongKey
  /// The caller's time was over, or nobody waits any more: no fault of the engine.
  case interrupted(WorkInterruption)
}
