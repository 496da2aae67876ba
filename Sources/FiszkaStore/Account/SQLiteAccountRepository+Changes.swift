package import FiszkaDomain

extension SQLiteAccountRepository {
  /// As the port says.
  package func create(
    _ new: NewAccount, at now: Instant, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> (account: Account, count: Int64) {
    for field in ["email", "nickname", "role", "password"] { audit?.addDetail(field: field) }
    let values: [SQLValue] = [
      .text(new.email.text), .text(new.email.key.text), .text(new.nickname.text), .text(new.nickname.key.text),
      .text(new.passwordHash), .text(new.role.rawValue), SQLValue(now),
    ]
    return try namingTakenAddress { () throws(StoreError) in
      try store.write(audit, limit) { connection throws(StoreError) in
        try connection.execute(AccountQuery.insert, values)
        let account = Account(
          id: connection.lastInsertedID, email: new.email.text, nickname: new.nickname.text, role: new.role, createdAt: now)
        let count = try connection.number(AccountQuery.countOpen, [.integer(Caller.system.accountID)])
        return ((account, count), Self.target(account.id))
      }
    }
  }

  /// As the port says.
  package func update(
    _ id: Int64, _ change: AccountChange, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> AccountOutcome {
    try namingTakenAddress { () throws(StoreError) in
      try outcome(audit, limit) { connection, stop throws(StoreError) in
        let before = try Self.open(id, connection)
        if change.role == .user, try Self.isLastAdmin(before, connection) {
          stop = .lastAdmin
          return before
        }
        if try !Self.apply(change, to: before, audit, connection) { stop = .unchanged(before) }
        return try Self.open(id, connection)
      }
    }
  }

  /// As the port says.
  package func delete(
    _ id: Int64, at now: Instant, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> AccountOutcome {
    try outcome(audit, limit) { connection, stop throws(StoreError) in
      let before = try Self.open(id, connection)
      if try Self.isLastAdmin(before, connection) {
        stop = .lastAdmin
        return before
      }
      try connection.execute(AccountQuery.delete, [.integer(id), SQLValue(now)])
      try connection.execute(SessionQuery.deleteOthers, [.integer(id), .integer(0)])
      return Account(
        id: id, email: before.email, nickname: before.nickname, role: before.role, createdAt: before.createdAt, deletedAt: now)
    }
  }

  /// As the port says.
  package func setPasswordHash(
    _ hash: String, of id: Int64, replacing replaced: String?, keepingSession kept: Int64?, audit: AuditIntent?,
    limit: WorkLimit
  ) throws(StoreError) -> Int64 {
    audit?.addDetail(field: "password")
    return try store.write(audit, limit) { connection throws(StoreError) in
      _ = try Self.open(id, connection)
      let values: [SQLValue] = [.integer(id), .text(hash), SQLValue(replaced)]
      if try connection.execute(AccountQuery.setPasswordHash, values) == 0 { throw .changed }
      let ended = try connection.execute(SessionQuery.deleteOthers, [.integer(id), .integer(kept ?? 0)])
      return (ended, Self.target(id))
    }
  }

  /// Runs a change that may find, in its transaction, that it must not be made: then it sets `stop` and nothing is written.
  private func outcome(
    _ audit: AuditIntent?, _ limit: WorkLimit,
    _ change: (Connection, _ stop: inout AccountOutcome?) throws(StoreError) -> Account
  ) throws(StoreError) -> AccountOutcome {
    var stop: AccountOutcome?
    do {
      return try store.write(audit, limit) { connection throws(StoreError) in
        let account = try change(connection, &stop)
        if stop != nil { throw .changed }
        return (.changed(account), Self.target(account.id))
      }
    } catch {
      if let stop { return stop }
      throw error
    }
  }

  /// Writes what differs, and names it to `audit`; whether anything did.
  private static func apply(
    _ change: AccountChange, to account: Account, _ audit: AuditIntent?, _ connection: Connection
  ) throws(StoreError) -> Bool {
    var isChanged = false
    if let email = change.email, email.text != account.email {
      try connection.execute(
        AccountQuery.updateEmail, [.integer(account.id), .text(email.text), .text(email.key.text)])
      audit?.addDetail(field: "email")
      isChanged = true
    }
    if let nickname = change.nickname, nickname.text != account.nickname {
      try connection.execute(
        AccountQuery.updateNickname, [.integer(account.id), .text(nickname.text), .text(nickname.key.text)])
      audit?.addDetail(field: "nickname")
      isChanged = true
    }
    if let role = change.role, role != account.role {
      try connection.execute(AccountQuery.updateRole, [.integer(account.id), .text(role.rawValue)])
      audit?.addDetail(field: "role")
      isChanged = true
    }
    return isChanged
  }

  private static func open(_ id: Int64, _ connection: Connection) throws(StoreError) -> Account {
    let found = try connection.first(AccountQuery.findOpen, [.integer(id)]) { row throws(StoreError) in
      try Account(row: &row)
    }
    guard let found else { throw .notFound("user") }
    return found
  }

  /// The system's account cannot sign in and counts for nobody.
  private static func isLastAdmin(_ account: Account, _ connection: Connection) throws(StoreError) -> Bool {
    if account.role != .admin { return false }
    let values: [SQLValue] = [.integer(account.id), .integer(Caller.system.accountID)]
    return try connection.number(PersonQuery.hasOtherAdmin, values) == 0
  }

  private static func target(_ id: Int64) -> AuditTarget { AuditTarget(table: "users", id: id) }

  private func namingTakenAddress<Value>(_ write: () throws(StoreError) -> Value) throws(StoreError) -> Value {
    do {
      return try write()
    } catch .duplicate("users.email_key") {
      throw .duplicate("user")
    }
  }
}
