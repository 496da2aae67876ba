/// What to change of an account; nil leaves it as it is.
package struct AccountChange: Sendable {
  package var email: EmailAddress?
  package var nickname: Nickname?
  package var role: AccountRole?

  package init(email: EmailAddress? = nil, nickname: Nickname? = nil, role: AccountRole? = nil) {
    self.email = email
    self.nickname = nickname
    self.role = role
  }
}
