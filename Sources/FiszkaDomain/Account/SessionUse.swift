/// When a session was last used.
package struct SessionUse: Hashable, Sendable {
  package let sessionID: Int64
  package let at: Instant

  package init(sessionID: Int64, at: Instant) {
    self.sessionID = sessionID
    self.at = at
  }
}
