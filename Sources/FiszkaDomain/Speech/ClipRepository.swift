/// Where the records of clips are kept. Every call blocks its thread, may be made from any thread, and ends with
/// `StoreError.interrupted` when the limit says so.
package protocol ClipRepository: Sendable {
  /// Records in a fixed order, behind the id `after`, at most `count`; the id of the last one, or nil at the end.
  func page(after: Int64, count: Int, limit: WorkLimit) throws(StoreError) -> (records: [ClipRecord], last: Int64?)

  /// Adds records in one transaction; one whose key is there already is replaced.
  func put(_ records: [ClipRecord], limit: WorkLimit) throws(StoreError)

  /// Notes when clips were last read, in one transaction. Those that are gone are passed over, and no time goes back.
  func touch(_ times: [ClipKey: Instant], limit: WorkLimit) throws(StoreError)

  /// Removes records in one transaction; those that are gone are passed over.
  func remove(_ keys: [ClipKey], audit: AuditIntent?, limit: WorkLimit) throws(StoreError)
}
