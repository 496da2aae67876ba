/// The record that an audited change touched.
package struct AuditTarget: Hashable, Sendable {
  /// Table name as in the database, such as "imports".
  package let table: String
  /// The record's id.
  package let id: Int64

  package init(table: String, id: Int64) {
    self.table = table
    self.id = id
  }
}
