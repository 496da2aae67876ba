package import FiszkaDomain

/// Persons in the database. Safe to use from any thread.
package struct SQLitePersonRepository: PersonRepository {
  /// Answers blanked in one transaction: some 10 ms.
  static let batch: Int64 = 2_000
  /// What the long hold of the writer is called where it is measured.
  private static let rewriting = "privacy.rewrite"

  private let store: Store

  package init(_ store: Store) {
    self.store = store
  }

  package func hasPerson(_ id: Int64, limit: WorkLimit) throws(StoreError) -> Bool {
    try store.read(limit) { connection throws(StoreError) in
      try connection.number(PersonQuery.exists, [.integer(id)]) != 0
    }
  }

  package func withoutCopies<Answer>(limit: WorkLimit, _ body: () throws -> Answer) throws -> Answer {
    try store.copies.erase(limit: limit, body)
  }

  package func beginErasure(
    of id: Int64, at now: Instant, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> ErasureBeginning {
    let before = try store.read(limit) { connection throws(StoreError) in try Self.obstacle(to: id, connection) }
    if let before { return before }
    do {
      return try store.write(audit, limit) { connection throws(StoreError) in
        // Another call may have been faster: then there is nothing to write, and no entry.
        if try Self.obstacle(to: id, connection) != nil { throw .changed }
        try connection.execute(PersonQuery.blank, [.integer(id), SQLValue(now)])
        let tokens = try connection.execute(PersonQuery.deleteTokens, [.integer(id)])
        try connection.execute(PersonQuery.blankFileNames, [.integer(id)])
        return (.begun(endedSessions: tokens), AuditTarget(table: "users", id: id))
      }
    } catch .changed {
      let now = try store.read(limit) { connection throws(StoreError) in try Self.obstacle(to: id, connection) }
      guard let now else { throw .changed }
      return now
    }
  }

  /// Why the erasure cannot begin; nil: it can.
  private static func obstacle(to id: Int64, _ connection: Connection) throws(StoreError) -> ErasureBeginning? {
    let found = try connection.first(PersonQuery.state, [.integer(id)]) { row throws(StoreError) in
      (
        role: try row.value(AccountRole.self), isOpen: try row.bool(), isBlank: try row.bool(), isErased: try row.bool()
      )
    }
    guard let account = found else { throw .notFound("user") }
    if account.isErased { return .finished }
    if account.isBlank { return .unfinished }
    if account.role == .admin && account.isOpen {
      let others = try connection.number(
        PersonQuery.hasOtherAdmin, [.integer(id), .integer(Caller.system.accountID)])
      if others == 0 { return .lastAdmin }
    }
    return nil
  }

  package func unfinishedErasures(limit: WorkLimit) throws(StoreError) -> [Int64] {
    try ids(PersonQuery.unfinished, Caller.system.accountID, limit)
  }

  package func imports(of id: Int64, limit: WorkLimit) throws(StoreError) -> [Int64] {
    try ids(PersonQuery.imports, id, limit)
  }

  private func ids(_ query: Query, _ parameter: Int64, _ limit: WorkLimit) throws(StoreError) -> [Int64] {
    try store.read(limit) { connection throws(StoreError) in
      try connection.all(query, [.integer(parameter)]) { row throws(StoreError) in try row.integer() }
    }
  }

  package func blankAnswers(of id: Int64, limit: WorkLimit) throws(StoreError) {
    var blanked = Self.batch
    while blanked == Self.batch {
      blanked = try store.write(nil, limit) { connection throws(StoreError) in
        let count = try connection.execute(PersonQuery.blankAnswers, [.integer(id), .integer(Self.batch)])
        return (count, AuditTarget(table: "users", id: id))
      }
    }
  }

  package func rewrite(limit: WorkLimit) throws(StoreError) {
    try store.rewrite(Self.rewriting, limit)
  }

  package func finishErasure(of id: Int64, at now: Instant, limit: WorkLimit) throws(StoreError) {
    try store.write(nil, limit) { connection throws(StoreError) in
      try connection.execute(PersonQuery.finish, [.integer(id), SQLValue(now)])
      return ((), AuditTarget(table: "users", id: id))
    }
  }
}
