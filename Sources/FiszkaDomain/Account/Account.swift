/// Somebody's account. Account 1 is `Caller.system`.
package struct Account: Hashable, Sendable {
  package let id: Int64
  /// Address to sign in with; empty for the system and for an erased account.
  package let email: String
  /// Name to show; empty for an erased account.
  package let nickname: String
  package let role: AccountRole
  package let createdAt: Instant
  /// When it was deleted; nil: it was not.
  package let deletedAt: Instant?

  package init(
    id: Int64, email: String, nickname: String, role: AccountRole, createdAt: Instant, deletedAt: Instant? = nil
  ) {
    self.id = id
    self.email = email
    self.nickname = nickname
    self.role = role
    self.createdAt = createdAt
    self.deletedAt = deletedAt
  }
}
