import FiszkaAPI
import FiszkaDomain

extension RequestCheck {
  mutating func email(_ text: String, _ field: String) -> EmailAddress? {
    let email = EmailAddress(text)
    require(email != nil, field, EmailAddress.rule)
    return email
  }

  mutating func nickname(_ text: String, _ field: String) -> Nickname? {
    let nickname = Nickname(text)
    require(nickname != nil, field, Nickname.rule)
    return nickname
  }

  /// A password that somebody has.
  mutating func password(_ text: String, _ field: String) -> Password? {
    let password = Password(text)
    require(password != nil, field, Password.rule)
    return password
  }

  /// A password that somebody is about to have.
  mutating func newPassword(_ text: String, _ field: String) -> Password? {
    let password = Password.new(text)
    require(password != nil, field, Password.newRule)
    return password
  }

  /// Nil where none is set.
  mutating func role(_ role: Role, _ field: String) -> AccountRole? {
    switch role {
    case .user: return .user
    case .admin: return .admin
    case .unspecified: return nil
    case .unrecognized:
      require(false, field, "is ROLE_USER or ROLE_ADMIN.")
      return nil
    }
  }
}
