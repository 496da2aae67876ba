package import FiszkaDomain

/// The table `rtm_mapping`. Safe to use from any thread.
package struct SQLiteTraceRepository: TraceRepository {
  private static let all = Query("SELECT story_id, endpoint, table_name, notes FROM rtm_mapping ORDER BY id")
  private static let deleteAll = Query("DELETE FROM rtm_mapping")
  private static let insert = Query(
    "INSERT INTO rtm_mapping (story_id, endpoint, table_name, notes) VALUES (?1, ?2, ?3, ?4)")

  private let store: Store

  package init(_ store: Store) {
    self.store = store
  }

  package func replace(with entries: [TraceEntry], limit: WorkLimit) throws(StoreError) {
    let present = try store.read(limit) { connection throws(StoreError) in
      try connection.all(Self.all) { row throws(StoreError) in
        TraceEntry(storyID: try row.text(), endpoint: try row.text(), table: try row.text(), notes: try row.text())
      }
    }
    if present == entries { return }
    try store.transaction("", limit) { connection throws(StoreError) in
      try connection.execute(Self.deleteAll)
      for entry in entries {
        try connection.execute(
          Self.insert, [.text(entry.storyID), .text(entry.endpoint), .text(entry.table), .text(entry.notes)])
      }
    }
  }
}
