/// When sessions end by themselves.
package struct SessionRules: Hashable, Sendable {
  /// Most sessions of one account: one more ends the one that was not used for longest.
  package static let mostPerAccount = 50

  /// Without a call for so long a session ends.
  package let idle: Duration
  /// After so long a session ends in any case.
  package let longest: Duration

  /// - Parameters:
  ///   - idle: longer than a minute, because uses are written down once a minute.
  ///   - longest: at least `idle`.
  package init(idle: Duration = .seconds(14 * 86_400), longest: Duration = .seconds(90 * 86_400)) {
    self.idle = idle
    self.longest = longest
  }

  /// Whether a session is open still.
  package func isOpen(lastUsedAt: Instant, expiresAt: Instant, at now: Instant) -> Bool {
    now < expiresAt && now < lastUsedAt.advanced(by: idle)
  }
}
