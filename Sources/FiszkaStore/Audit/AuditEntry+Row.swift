import FiszkaDomain

extension AuditEntry {
  /// What `init(row:)` reads, in its order.
  static let columns: StaticString = "id, actor_user_id, action, target_table, target_id, details, created_at"

  init(row: inout RowReader) throws(StoreError) {
    let id = try row.integer()
    let actorID = try row.integer()
    let action = try row.text()
    let target = AuditTarget(table: try row.text(), id: try row.integer())
    let details = try row.text()
    self.init(
      id: id, actorID: actorID, action: action, target: target.table.isEmpty ? nil : target,
      fields: details.split(separator: ",").map(String.init), createdAt: try row.instant())
  }
}
