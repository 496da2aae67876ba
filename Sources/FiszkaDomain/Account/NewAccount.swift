/// An account to make.
package struct NewAccount: Sendable {
  package let email: EmailAddress
  package let nickname: Nickname
  package let role: AccountRole
  /// Of the first password, from a `PasswordHasher`.
  package let passwordHash: String

  package init(email: EmailAddress, nickname: Nickname, role: AccountRole, passwordHash: String) {
    self.email = email
    self.nickname = nickname
    self.role = role
    self.passwordHash = passwordHash
  }
}
