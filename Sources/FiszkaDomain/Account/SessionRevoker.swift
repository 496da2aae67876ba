/// Whoever keeps open sessions in memory, and must forget those that a change in the database has ended.
package protocol SessionRevoker: Sendable {
  /// Forgets every session of an account. No call that begins after this returns acts by one of them, also not by one that
  /// another thread was just reading from the database. Cheap; from any thread.
  func revokeSessions(ofAccount id: Int64)
}
