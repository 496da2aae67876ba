import FiszkaDomain

/// What the command line and standard input say of an admin to make.
struct NewAdmin {
  let email: EmailAddress
  let nickname: Nickname
  let password: Password
  /// For a server, which looks at it itself.
  let passwordText: String
}
