import FiszkaDomain

/// SignIn: opens a session for whoever knows an account's address and password.
///
/// An unknown address and a wrong password take the same way: one look-up, one comparison that costs one hash. A hash that was
/// made with other parameters than the present ones takes another time; the account's next sign-in replaces it.
struct SignIn {
  /// An open session, and the only copy of its token.
  struct Opened {
    let token: String
    let expiresAt: Instant
    let account: Account
  }

  let ports: AccountPorts

  /// - Parameter origin: where the attempt comes from, as limits count it.
  /// - Throws: `AccountFailure`, `PasswordHashingError`, `StoreError`.
  func attempt(_ email: EmailAddress, _ password: Password, from origin: String, limit: WorkLimit) throws -> Opened {
    try ports.admit(email.key, from: origin)
    let credentials = try ports.accounts.credentials(for: email, limit: limit)
    let verdict = try ports.hasher.verify(password, against: credentials?.passwordHash)
    guard let account = credentials?.account, let hash = credentials?.passwordHash, verdict != .wrong else {
      throw AccountFailure.signInRefused
    }
    let newHash = verdict == .rightButOutdated ? try ports.hasher.hash(password) : nil
    let (token, tokenHash) = ports.tokens.makeToken()
    let expiresAt = try ports.sessions.open(
      tokenHash, for: account.id, passwordHash: hash, newHash: newHash, at: ports.now(), limit: limit)
    guard let expiresAt else { throw AccountFailure.signInRefused }
    ports.succeeded(email.key, from: origin)
    return Opened(token: token, expiresAt: expiresAt, account: account)
  }
}
