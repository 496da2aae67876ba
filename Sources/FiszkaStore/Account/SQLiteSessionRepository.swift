package import FiszkaDomain

/// Sessions in the database. Safe to use from any thread.
package struct SQLiteSessionRepository: SessionRepository {
  /// How many rows are read at a time.
  static let batch: Int64 = 1_000

  private let store: Store

  package init(_ store: Store) {
    self.store = store
  }

  package func all(limit: WorkLimit) throws(StoreError) -> [AccountSessions] {
    var accounts: [Int64: (role: AccountRole, sessions: [SignInSession])] = [:]
    var last: Int64 = 0
    while true {
      let rows = try store.read(limit) { connection throws(StoreError) in
        try connection.all(SessionQuery.all, [.integer(last), .integer(Self.batch)]) { row throws(StoreError) in
          (session: try SignInSession(row: &row), role: try row.value(AccountRole.self))
        }
      }
      for (session, role) in rows { accounts[session.accountID, default: (role, [])].sessions.append(session) }
      guard rows.count == Self.batch, let next = rows.last?.session.id else { break }
      last = next
    }
    return accounts.map { AccountSessions(accountID: $0, role: $1.role, sessions: $1.sessions) }
  }

  package func sessions(ofAccount id: Int64, limit: WorkLimit) throws(StoreError) -> AccountSessions {
    try store.read(limit) { connection throws(StoreError) in
      let role = try connection.first(SessionQuery.role, [.integer(id)]) { row throws(StoreError) in
        try row.value(AccountRole.self)
      }
      guard let role else { return AccountSessions(accountID: id, role: .user, sessions: []) }
      let sessions = try connection.all(SessionQuery.ofAccount, [.integer(id)]) { row throws(StoreError) in
        try SignInSession(row: &row)
      }
      return AccountSessions(accountID: id, role: role, sessions: sessions)
    }
  }

  package func open(_ session: NewSession, limit: WorkLimit) throws(StoreError) -> Bool {
    let id = SQLValue.integer(session.accountID)
    return try store.transaction("", limit) { connection throws(StoreError) in
      let inserted = try connection.execute(
        SessionQuery.insert,
        [
          id, .bytes(session.tokenHash.bytes), SQLValue(session.createdAt), SQLValue(session.expiresAt),
          .text(session.passwordHash),
        ])
      if inserted == 0 { return false }
      if let hash = session.newPasswordHash {
        try connection.execute(AccountQuery.setPasswordHash, [id, .text(hash), .text(session.passwordHash)])
      }
      try Self.delete(session.ending, connection)
      return true
    }
  }

  package func end(_ ids: [Int64], limit: WorkLimit) throws(StoreError) {
    try store.transaction("", limit) { connection throws(StoreError) in try Self.delete(ids, connection) }
  }

  package func noteUses(_ uses: [SessionUse], limit: WorkLimit) throws(StoreError) {
    try store.transaction("", limit) { connection throws(StoreError) in
      for use in uses { try connection.execute(SessionQuery.noteUse, [.integer(use.sessionID), SQLValue(use.at)]) }
    }
  }

  private static func delete(_ ids: [Int64], _ connection: Connection) throws(StoreError) {
    for id in ids { try connection.execute(SessionQuery.delete, [.integer(id)]) }
  }
}
