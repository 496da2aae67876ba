package import FiszkaDomain

/// Imports and their staged rows in the database. Safe to use from any thread.
package struct SQLiteImportRepository: ImportRepository {
  let store: Store

  package init(_ store: Store) {
    self.store = store
  }

  package func create(
    _ new: NewImport, at now: Instant, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> Import {
    let settings = try JSONColumn.text(new.settings)
    return try store.write(audit, limit) { connection throws(StoreError) in
      // In the transaction, so that nothing of a closed account can come after its erasure.
      let added = try connection.execute(
        ImportQuery.insert,
        [
          .integer(new.uploadedBy), .text(new.fileName), .text(settings), SQLValue(new.target?.lessonID),
          SQLValue(new.target?.title), SQLValue(now),
        ])
      if added == 0 { throw .notFound("user") }
      return try Self.change(connection.lastInsertedID, connection)
    }
  }

  package func find(_ id: Int64, limit: WorkLimit) throws(StoreError) -> Import {
    try store.read(limit) { connection throws(StoreError) in try Self.find(id, connection) }
  }

  package func list(
    _ filter: ImportFilter, page: PageRequest, limit: WorkLimit
  ) throws(StoreError) -> Page<Import> {
    let status = SQLValue(filter.status?.rawValue)
    let before = SQLValue.integer(page.after?.lastKey ?? .max)
    let count = SQLValue.integer(Int64(page.limit) + 1)
    let found = try store.read(limit) { connection throws(StoreError) in
      if let uploader = filter.uploadedBy {
        return try connection.all(ImportQuery.listOfUploader, [before, status, count, .integer(uploader)]) {
          row throws(StoreError) in try Import(row: &row)
        }
      }
      return try connection.all(ImportQuery.list, [before, status, count]) {
        row throws(StoreError) in try Import(row: &row)
      }
    }
    return Page(found, limit: page.limit, key: \.id)
  }

  package func recordUpload(
    receivedBytes: Int64, of item: Import, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> Import {
    try update(item, ImportQuery.recordUpload, [.integer(receivedBytes)], audit, limit)
  }

  package func setStatus(
    _ status: ImportStatus, of item: Import, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> Import {
    guard status == .previewed || status == .failed else { throw .misuse("setStatus to \(status)") }
    return try update(item, ImportQuery.setStatus, [.text(status.rawValue)], audit, limit)
  }

  /// A write that is one UPDATE of the record. See `update(_:_:_:_:)` for its parameters.
  private func update(
    _ item: Import, _ query: Query, _ values: [SQLValue], _ audit: AuditIntent?, _ limit: WorkLimit
  ) throws(StoreError) -> Import {
    try store.write(audit, limit) { connection throws(StoreError) in
      try Self.update(item, query, values, connection)
      return try Self.change(item.id, connection)
    }
  }
}

extension SQLiteImportRepository {
  /// Updates the record that `item` is, and its revision.
  ///
  /// - Parameter values: of the query's parameters from ?3 on; ?1 is the id, ?2 the revision that must still hold.
  static func update(
    _ item: Import, _ query: Query, _ values: [SQLValue], _ connection: Connection
  ) throws(StoreError) {
    let changed = try connection.execute(query, [.integer(item.id), .integer(item.revision)] + values)
    if changed == 0 {
      try requireNewest(item, connection)
      throw .misuse("an import in its newest revision could not be updated")
    }
  }

  /// - Throws: `.notFound("import")`; `.changed` when `item` is not its newest revision.
  static func requireNewest(_ item: Import, _ connection: Connection) throws(StoreError) {
    let revision = try connection.first(ImportQuery.revision, [.integer(item.id)]) { row throws(StoreError) in
      try row.integer()
    }
    guard let revision else { throw .notFound("import") }
    if revision != item.revision { throw .changed }
  }

  static func find(_ id: Int64, _ connection: Connection) throws(StoreError) -> Import {
    let found = try connection.first(ImportQuery.find, [.integer(id)]) { row throws(StoreError) in
      try Import(row: &row)
    }
    guard let found else { throw .notFound("import") }
    return found
  }

  /// The record as this transaction has left it, for `Store.write`.
  static func change(_ id: Int64, _ connection: Connection) throws(StoreError) -> Store.Change<Import> {
    (try find(id, connection), AuditTarget(table: "imports", id: id))
  }
}

extension ImportTarget {
  fileprivate var lessonID: Int64? {
    if case .lesson(let id) = self { id } else { nil }
  }

  fileprivate var title: String? {
    if case .newLesson(let title) = self { title } else { nil }
  }
}
