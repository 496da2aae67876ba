/// Counts attempts by where they come from, and refuses too many.
///
/// Any thread may ask at any time; an answer takes microseconds.
package protocol AttemptLimiter: Sendable {
  /// Counts an attempt unless it is refused; refused ones are not counted.
  ///
  /// - Parameters:
  ///   - key: whose attempt it is, such as `ClientOrigin.limitKey`.
  ///   - now: may go back, as clocks do when they are set.
  func admit(_ key: String, at now: Instant) -> AttemptVerdict
}
