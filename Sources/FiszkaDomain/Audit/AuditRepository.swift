/// Where the audit log is read. Entries are written only with their change, by the ports that take an `AuditIntent`.
package protocol AuditRepository: Sendable {
  /// Newest first (by descending id). Blocks its thread, may be called from any thread, and ends with `StoreError.interrupted` when
  /// the limit says so.
  func entries(_ filter: AuditFilter, page: PageRequest, limit: WorkLimit) throws(StoreError) -> Page<AuditEntry>
}
