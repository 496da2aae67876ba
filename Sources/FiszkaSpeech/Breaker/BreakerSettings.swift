/// When an engine is left alone.
package struct BreakerSettings: Hashable, Sendable {
  /// After so many failures in a row, from 1.
  package var failures = 3
  /// For so long at first, in milliseconds; twice as long after each probe that fails.
  package var pauseMilliseconds = 10_000
  /// At most for so long, in milliseconds.
  package var longestPauseMilliseconds = 300_000

  package init() {}
}
