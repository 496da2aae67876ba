/// Slows attempts at one account down, wherever they come from, and never locks it.
///
/// Any thread may ask at any time; an answer takes microseconds. Made-up accounts are counted like real ones, so that it does
/// not tell which exist.
package protocol AccountAttemptLimiter: Sendable {
  /// Counts an attempt unless it is refused; refused ones are not counted. An attempt counts as failed until `succeeded`, so
  /// that those made at once are slowed like those made in turn.
  ///
  /// - Parameters:
  ///   - account: names the account, such as an address to sign in with as it is compared.
  ///   - origin: where the attempt comes from, such as `ClientOrigin.limitKey`.
  ///   - now: may go back, as clocks do when they are set.
  func admit(account: String, from origin: String, at now: Instant) -> AttemptVerdict

  /// Forgets the attempts at the account from `origin`, and knows it from now on: attempts from there are counted apart, so
  /// that strangers do not slow the owner down.
  func succeeded(account: String, from origin: String, at now: Instant)
}
