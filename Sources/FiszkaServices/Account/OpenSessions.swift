package import FiszkaDomain

/// The open sessions: a repository, and the table in memory that follows it.
package struct OpenSessions: Sendable {
  package let table: SessionTable
  let rules: SessionRules
  private let repository: any SessionRepository

  package init(_ repository: any SessionRepository, rules: SessionRules = SessionRules()) {
    self.repository = repository
    self.rules = rules
    table = SessionTable(rules: rules)
  }

  /// Fills the table. Before that, no token is valid.
  package func load(limit: WorkLimit) throws(StoreError) {
    let ticket = table.takeTicket()
    for account in try repository.all(limit: limit) { table.install(account, read: ticket) }
  }

  /// Opens a session for whoever proved to know an account's password.
  ///
  /// - Parameters:
  ///   - passwordHash: what the password was compared with.
  ///   - newHash: to take the place of the old one; nil: that is up to date.
  /// - Returns: when it ends in any case; nil when the account was deleted or got another password meanwhile.
  func open(
    _ hash: TokenHash, for account: Int64, passwordHash: String, newHash: String?, at now: Instant, limit: WorkLimit
  ) throws(StoreError) -> Instant? {
    let expiresAt = now.advanced(by: rules.longest)
    let surplus = table.surplus(ofAccount: account, beyond: SessionRules.mostPerAccount - 1)
    let session = NewSession(
      accountID: account, tokenHash: hash, createdAt: now, expiresAt: expiresAt, passwordHash: passwordHash,
      newPasswordHash: newHash, ending: surplus)
    guard try repository.open(session, limit: limit) else { return nil }
    try refresh(account)
    // A change that came between has ended it already.
    return table.find(hash, at: now) == nil ? nil : expiresAt
  }

  /// Ends a session.
  func end(_ id: Int64, ofAccount account: Int64, limit: WorkLimit) throws(StoreError) {
    try repository.end([id], limit: limit)
    try refresh(account)
  }

  /// Brings the table up to date with an account that was changed. When that fails, none of its sessions is valid until it
  /// works again: a right that was taken away is never kept by an error.
  func refresh(_ account: Int64) throws(StoreError) {
    let ticket = table.takeTicket()
    do {
      table.install(try repository.sessions(ofAccount: account, limit: .none), read: ticket)
    } catch {
      table.revokeSessions(ofAccount: account)
      throw error
    }
  }

  /// Writes down when sessions were last used, and removes those that have ended by themselves; how many that were.
  @discardableResult
  package func writeUses(at now: Instant, limit: WorkLimit) throws(StoreError) -> Int {
    let uses = table.unwrittenUses()
    if !uses.isEmpty {
      try repository.noteUses(uses, limit: limit)
      table.markWritten(uses)
    }
    let expired = table.expired(at: now)
    if !expired.isEmpty {
      try repository.end(expired.map(\.sessionID), limit: limit)
      for account in Set(expired.map(\.accountID)) { try refresh(account) }
    }
    return expired.count
  }
}
