/// Whether an attempt may be made.
package enum AttemptVerdict: Hashable, Sendable {
  /// It may, and is counted.
  case admitted
  /// The next one may be made in so many seconds, rounded up, at least 1.
  case refused(retryAfterSeconds: Int64)

  /// Refused from `now` until `time`.
  static func refused(from now: Instant, until time: Instant) -> AttemptVerdict {
    .refused(retryAfterSeconds: max(1, (time.microseconds - now.microseconds + 999_999) / 1_000_000))
  }
}
