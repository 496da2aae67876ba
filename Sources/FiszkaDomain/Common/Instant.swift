/// A point in time: microseconds since 1970-01-01 00:00:00 UTC, leap seconds not counted.
///
/// The one form of time in the domain and in the database. Every rule that needs "now" is given one.
package struct Instant: Hashable, Comparable, Sendable, Codable {
  /// May be negative, for times before 1970.
  package let microseconds: Int64

  package init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  package static func < (left: Instant, right: Instant) -> Bool {
    left.microseconds < right.microseconds
  }

  /// This time moved by `duration`, cut to whole microseconds and to what 64 bits can hold.
  package func advanced(by duration: Duration) -> Instant {
    let parts = duration.components
    let (fromSeconds, tooManySeconds) = parts.seconds.multipliedReportingOverflow(by: 1_000_000)
    let limit = parts.seconds < 0 ? Int64.min : Int64.max
    if tooManySeconds { return Instant(microseconds: limit) }
    let (delta, tooLong) = fromSeconds.addingReportingOverflow(parts.attoseconds / 1_000_000_000_000)
    if tooLong { return Instant(microseconds: limit) }
    let (sum, tooFar) = microseconds.addingReportingOverflow(delta)
    return Instant(microseconds: tooFar ? limit : sum)
  }
}
