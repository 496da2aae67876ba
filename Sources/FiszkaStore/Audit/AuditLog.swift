import FiszkaDomain

/// The audit entries: written only here, by `Store.write`, in the transaction of their change.
enum AuditLog {
  private static let insert = Query(
    """
    INSERT INTO audit_logs (actor_user_id, action, target_table, target_id, details, created_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6)
    """)

  static func add(
    _ intent: AuditIntent, about target: AuditTarget, at now: Instant, _ connection: Connection
  ) throws(StoreError) {
    try connection.execute(
      insert,
      [
        .integer(intent.actorID), .text(intent.action), .text(target.table), .integer(target.id),
        .text(intent.details.joined(separator: ",")), SQLValue(now),
      ])
  }
}
