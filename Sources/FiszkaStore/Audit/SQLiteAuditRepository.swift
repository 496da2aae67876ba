package import FiszkaDomain

/// The audit log in the database: the reading side. Safe to use from any thread.
package struct SQLiteAuditRepository: AuditRepository {
  private let store: Store

  package init(_ store: Store) {
    self.store = store
  }

  package func entries(
    _ filter: AuditFilter, page: PageRequest, limit: WorkLimit
  ) throws(StoreError) -> Page<AuditEntry> {
    let isPrefix = filter.action?.hasSuffix(".") == true
    var query = AuditQuery.list
    var values: [SQLValue] = [
      .integer(page.after?.lastKey ?? .max), .integer(Int64(page.limit) + 1), SQLValue(isPrefix ? nil : filter.action),
      SQLValue(isPrefix ? filter.action : nil), SQLValue(filter.targetTable), SQLValue(filter.from?.microseconds),
      SQLValue(filter.until?.microseconds),
    ]
    if let target = filter.targetID, filter.targetTable != nil {
      query = AuditQuery.listOfTarget
      values += [SQLValue(filter.actorID), .integer(target)]
    } else if let actor = filter.actorID {
      query = AuditQuery.listOfActor
      values.append(.integer(actor))
    }
    let found = try store.read(limit) { connection throws(StoreError) in
      try connection.all(query, values) { row throws(StoreError) in try AuditEntry(row: &row) }
    }
    return Page(found, limit: page.limit, key: \.id)
  }
}
