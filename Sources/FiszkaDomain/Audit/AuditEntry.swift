/// One entry of the audit log: who changed what, and when.
package struct AuditEntry: Hashable, Sendable {
  /// From 1, never used twice.
  package let id: Int64
  /// The account that acted.
  package let actorID: Int64
  /// What was done, such as "account.create".
  package let action: String
  /// The record it was done to; nil: not to a record.
  package let target: AuditTarget?
  /// Names of the fields that changed, in the order they were changed; never their values.
  package let fields: [String]
  package let createdAt: Instant

  package init(id: Int64, actorID: Int64, action: String, target: AuditTarget?, fields: [String], createdAt: Instant) {
    self.id = id
    self.actorID = actorID
    self.action = action
    self.target = target
    self.fields = fields
    self.createdAt = createdAt
  }
}
