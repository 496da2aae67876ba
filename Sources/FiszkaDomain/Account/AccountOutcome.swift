/// How a change of an account ended.
package enum AccountOutcome: Hashable, Sendable {
  /// The account after the change.
  case changed(Account)
  /// The account is as the change would have it; nothing was written, no audit entry either.
  case unchanged(Account)
  /// No admin who can sign in would be left; nothing was written.
  case lastAdmin
}
