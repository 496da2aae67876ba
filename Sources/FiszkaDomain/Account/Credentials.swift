/// What opens an account that is not deleted.
package struct Credentials: Sendable {
  package let account: Account
  /// Made by a `PasswordHasher`; nil: no password opens the account.
  package let passwordHash: String?

  package init(account: Account, passwordHash: String?) {
    self.account = account
    self.passwordHash = passwordHash
  }
}
