/// Which audit entries to list. Conditions that are set must all hold.
package struct AuditFilter: Hashable, Sendable {
  /// Only those of this account.
  package var actorID: Int64?
  /// Only this action or, with a dot at its end, every action that begins so.
  package var action: String?
  /// Only those about records of this table.
  package var targetTable: String?
  /// Only those about the record with this id; counts only together with `targetTable`.
  package var targetID: Int64?
  /// Only those from this time on.
  package var from: Instant?
  /// Only those before this time.
  package var until: Instant?

  package init(
    actorID: Int64? = nil, action: String? = nil, targetTable: String? = nil, targetID: Int64? = nil, from: Instant? = nil,
    until: Instant? = nil
  ) {
    self.actorID = actorID
    self.action = action
    self.targetTable = targetTable
    self.targetID = targetID
    self.from = from
    self.until = until
  }
}
