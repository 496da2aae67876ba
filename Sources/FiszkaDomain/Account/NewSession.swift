/// A session to open, decided on what was read before.
package struct NewSession: Sendable {
  package let accountID: Int64
  package let tokenHash: TokenHash
  package let createdAt: Instant
  package let expiresAt: Instant
  /// The hash that the password was compared with: the account must still have it.
  package let passwordHash: String
  /// A hash of the same password with the present parameters, to take the other's place; nil: that is up to date.
  package let newPasswordHash: String?
  /// Sessions of the account that end, because there would be too many.
  package let ending: [Int64]

  package init(
    accountID: Int64, tokenHash: TokenHash, createdAt: Instant, expiresAt: Instant, passwordHash: String,
    newPasswordHash: String?, ending: [Int64]
  ) {
    self.accountID = accountID
    self.tokenHash = tokenHash
    self.createdAt = createdAt
    self.expiresAt = expiresAt
    self.passwordHash = passwordHash
    self.newPasswordHash = newPasswordHash
    self.ending = ending
  }
}
