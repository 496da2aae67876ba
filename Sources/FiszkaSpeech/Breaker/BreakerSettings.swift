/// When an engine is left alone.
package struct BreakerSettings: Hashable, Sendable {
  /// After so many failures in a row, from 1.
  package var failures = 3
  /// As one failure counts also, in milliseconds, how long callers waited in vain whose own time was over before the engine's.
  package var patienceMilliseconds = 2_000
  /// For so long at first, in milliseconds; twice as long after each probe that fails.
  package var pauseMilliseconds = 10_000
  /// At most for so long, in milliseconds.
  package var longestPauseMilliseconds = 300_000

  package init() {}
}
