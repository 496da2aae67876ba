/// Which imports to list. Conditions that are set must all hold.
package struct ImportFilter: Hashable, Sendable {
  /// Only imports of this account.
  package var uploadedBy: Int64?
  /// Only imports with this status.
  package var status: ImportStatus?

  package init(uploadedBy: Int64? = nil, status: ImportStatus? = nil) {
    self.uploadedBy = uploadedBy
    self.status = status
  }
}
