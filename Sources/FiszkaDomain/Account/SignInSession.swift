/// An open session: who has its token acts for its account.
package struct SignInSession: Hashable, Sendable {
  package let id: Int64
  package let accountID: Int64
  package let tokenHash: TokenHash
  /// When it was last used, as far as that is written down.
  package let lastUsedAt: Instant
  /// When it ends in any case.
  package let expiresAt: Instant

  package init(id: Int64, accountID: Int64, tokenHash: TokenHash, lastUsedAt: Instant, expiresAt: Instant) {
    self.id = id
    self.accountID = accountID
    self.tokenHash = tokenHash
    self.lastUsedAt = lastUsedAt
    self.expiresAt = expiresAt
  }
}
