import FiszkaDomain

/// SQL that reads the audit log.
///
/// The lists take: ?1 ids below this, ?2 how many, ?3 action, ?4 beginning of the action, ?5 table, ?6 and ?7 the times, ?8 what
/// the list's index is about, ?9 the record's id. Other conditions are looked at row by row, from the newest on: entries
/// come in order then, and 1,000,000 take some 100 ms.
enum AuditQuery {
  static let list = Query("SELECT ", AuditEntry.columns, " FROM audit_logs WHERE ", conditions, order)

  static let listOfActor = Query(
    "SELECT ", AuditEntry.columns, " FROM audit_logs WHERE actor_user_id = ?8 AND ", conditions, order)

  /// The actor is looked at row by row here: a record has fewer entries than an account.
  static let listOfTarget = Query(
    "SELECT ", AuditEntry.columns,
    " FROM audit_logs WHERE target_table = ?5 AND target_id = ?9 AND (?8 IS NULL OR actor_user_id = ?8) AND ", conditions,
    order)

  private static let conditions: StaticString = """
    id < ?1 AND (?3 IS NULL OR action = ?3) AND (?4 IS NULL OR substr(action, 1, length(?4)) = ?4)
      AND (?5 IS NULL OR target_table = ?5) AND (?6 IS NULL OR created_at >= ?6) AND (?7 IS NULL OR created_at < ?7)
    """
  private static let order: StaticString = " ORDER BY id DESC LIMIT ?2"
}
