package import FiszkaDomain

/// The records of clips in the database. Safe to use from any thread.
package struct SQLiteClipRepository: ClipRepository {
  private let store: Store

  package init(_ store: Store) {
    self.store = store
  }

  package func page(
    after: Int64, count: Int, limit: WorkLimit
  ) throws(StoreError) -> (records: [ClipRecord], last: Int64?) {
    let rows = try store.read(limit) { connection throws(StoreError) in
      try connection.all(ClipQuery.page, [.integer(after), .integer(Int64(count))]) { row throws(StoreError) in
        (id: try row.integer(), record: try ClipRecord(row: &row))
      }
    }
    return (rows.map(\.record), rows.count < count ? nil : rows.last?.id)
  }

  package func put(_ records: [ClipRecord], limit: WorkLimit) throws(StoreError) {
    if records.isEmpty { return }
    try store.write(nil, limit) { connection throws(StoreError) in
      for record in records { try connection.execute(ClipQuery.put, record.values) }
      return ((), AuditTarget(table: "audio_cache", id: 0))
    }
  }

  package func touch(_ times: [ClipKey: Instant], limit: WorkLimit) throws(StoreError) {
    if times.isEmpty { return }
    try store.write(nil, limit) { connection throws(StoreError) in
      for (key, time) in times { try connection.execute(ClipQuery.touch, [.text(key.text), SQLValue(time)]) }
      return ((), AuditTarget(table: "audio_cache", id: 0))
    }
  }

  package func remove(_ keys: [ClipKey], audit: AuditIntent?, limit: WorkLimit) throws(StoreError) {
    if keys.isEmpty && audit == nil { return }
    try store.write(audit, limit) { connection throws(StoreError) in
      for key in keys { try connection.execute(ClipQuery.delete, [.text(key.text)]) }
      return ((), AuditTarget(table: "audio_cache", id: 0))
    }
  }
}
