import FiszkaDomain

/// New passwords of accounts: by their owners, who must know the old one, and by admins.
struct PasswordChange {
  let ports: AccountPorts

  /// Changes the password of the caller's own account; its other sessions end.
  ///
  /// - Parameters:
  ///   - session: the caller's, which goes on.
  ///   - origin: where the attempt comes from, as limits count it.
  /// - Returns: how many sessions were ended.
  /// - Throws: `AccountFailure`, `PasswordHashingError`, `StoreError`.
  func change(
    of account: Int64, session: Int64?, current: Password, new: Password, from origin: String, audit: AuditIntent?,
    limit: WorkLimit
  ) throws -> Int64 {
    if account == Caller.system.accountID { throw AccountFailure.systemAccount }
    guard let credentials = try ports.accounts.credentials(of: account, limit: limit) else {
      throw AccountFailure.accountGone
    }
    let email = TextKey(credentials.account.email)
    try ports.admit(email, from: origin)
    let verdict = try ports.hasher.verify(current, against: credentials.passwordHash)
    if verdict == .wrong { throw AccountFailure.passwordWrong }
    let hash = try ports.hasher.hash(new)
    let ended = try ports.accounts.setPasswordHash(
      hash, of: account, replacing: credentials.passwordHash, keepingSession: session, audit: audit, limit: limit)
    try ports.sessions.refresh(account)
    ports.succeeded(email, from: origin)
    return ended
  }

  /// Sets the password of an account; its sessions end.
  ///
  /// - Returns: how many sessions were ended.
  /// - Throws: `AccountFailure`, `PasswordHashingError`, `StoreError`.
  func reset(of account: Int64, new: Password, audit: AuditIntent?, limit: WorkLimit) throws -> Int64 {
    if account == Caller.system.accountID { throw AccountFailure.systemAccount }
    // Before the work: most who ask for an account that is not there mistyped its id.
    if try ports.accounts.credentials(of: account, limit: limit) == nil { throw StoreError.notFound("user") }
    let hash = try ports.hasher.hash(new)
    let ended = try ports.accounts.setPasswordHash(
      hash, of: account, replacing: nil, keepingSession: nil, audit: audit, limit: limit)
    try ports.sessions.refresh(account)
    return ended
  }
}
