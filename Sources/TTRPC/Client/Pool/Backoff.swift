/// How long to pause after failures: exponentially longer, with jitter so that many clients do not come back at once.
///
/// Pure; the random numbers come from the caller.
struct Backoff: Sendable {
  private let firstNanoseconds: Int64
  private let longestNanoseconds: Int64
  /// In a row.
  private(set) var failures = 0

  /// Pauses are at least a microsecond.
  init(first: Duration, longest: Duration) {
    firstNanoseconds = max(1_000, first.nanoseconds)
    longestNanoseconds = max(firstNanoseconds, longest.nanoseconds)
  }

  /// Another failure; returns the pause after it, from half of the present length to all of it.
  ///
  /// - Parameter random: From 0 up to, not including, 1.
  mutating func failed(random: Double) -> Duration {
    let (doubled, overflow) = firstNanoseconds.multipliedReportingOverflow(by: 1 << min(failures, 40))
    let length = overflow ? longestNanoseconds : min(doubled, longestNanoseconds)
    failures += 1
    return .nanoseconds(length / 2 + Int64(Double(length - length / 2) * random))
  }

  /// The next failure is the first again.
  mutating func succeeded() {
    failures = 0
  }
}
