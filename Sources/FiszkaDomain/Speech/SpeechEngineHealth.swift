/// How an engine has done lately.
package struct SpeechEngineHealth: Hashable, Sendable {
  /// What its circuit breaker does.
  package enum Breaker: String, Hashable, Sendable {
    /// Calls go through.
    case closed
    /// Calls are refused at once.
    case open
    /// One call tries whether it is well again.
    case halfOpen
  }

  /// State of its breaker.
  package var breaker: Breaker
  /// Syntheses that succeeded since the start.
  package var successes: Int
  /// Syntheses that failed since the start; interruptions by callers do not count.
  package var failures: Int
  /// The last failure; nil: none since the last success.
  package var lastFailure: SpeechEngineFailure?

  /// Whether a call can be expected to succeed: it is not left alone, and has not done nothing but fail.
  package var isExpectedToSpeak: Bool { breaker == .closed && (successes > 0 || failures == 0) }

  package init(breaker: Breaker, successes: Int = 0, failures: Int = 0, lastFailure: SpeechEngineFailure? = nil) {
    self.breaker = breaker
    self.successes = successes
    self.failures = failures
    self.lastFailure = lastFailure
  }
}
