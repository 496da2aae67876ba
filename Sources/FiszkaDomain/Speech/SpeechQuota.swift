/// How many new clips one account may have made: so many at once, and as many again within each hour. Pure.
package struct SpeechQuota: Hashable, Sendable {
  private static let hour: Int64 = 3_600_000_000

  /// What is left, in parts of a clip: one is `hour` of them.
  private var left: Int64
  private var at: Instant
  private let perHour: Int64

  /// - Parameter perHour: from 1.
  package init(perHour: Int, at now: Instant) {
    self.perHour = Int64(perHour)
    left = Int64(perHour) * Self.hour
    at = now
  }

  /// Takes one.
  ///
  /// - Returns: nil, or in how many microseconds there is one.
  package mutating func take(at now: Instant) -> Int64? {
    let passed = min(max(now.microseconds - at.microseconds, 0), Self.hour)
    at = max(at, now)
    left = min(left + passed * perHour, perHour * Self.hour)
    guard left < Self.hour else {
      left -= Self.hour
      return nil
    }
    return (Self.hour - left + perHour - 1) / perHour
  }

  /// Whether nothing was taken for so long that it is as new.
  package func isFull(at now: Instant) -> Bool {
    let passed = min(max(now.microseconds - at.microseconds, 0), Self.hour)
    return left + passed * perHour >= perHour * Self.hour
  }
}
