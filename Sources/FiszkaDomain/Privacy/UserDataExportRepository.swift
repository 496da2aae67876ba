/// Exports of what is stored about a person, each one file.
///
/// Every call blocks its thread, may be made from any thread, and ends with `StoreError.interrupted` when the limit says so.
package protocol UserDataExportRepository: Sendable {
  /// Whose data an export holds.
  ///
  /// - Throws: `.notFound("export")`, also when it is about several people.
  func subject(ofExport id: Int64, limit: WorkLimit) throws(StoreError) -> Int64

  /// Writes everything stored about a person at one moment into a file. It is complete and safe from a power cut when this returns;
  /// when it throws, nothing is left of it. Of one person the `UserDataExport.mostOfOnePerson` newest are kept.
  ///
  /// - Returns: the export and the SHA-256 of its file, 32 bytes.
  /// - Throws: `.notFound("user")`, also when the person was erased; `.full`; `.busy` while a person is being erased.
  func create(
    of user: Int64, requestedBy: Int64, at now: Instant, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> (export: UserDataExport, digest: [UInt8])

  /// A finished export that is not expired at `now`.
  ///
  /// - Throws: `.notFound("export")`.
  func find(_ id: Int64, at now: Instant, limit: WorkLimit) throws(StoreError) -> UserDataExport

  /// Writes the audit entry of a download, before its first byte goes out.
  ///
  /// - Throws: `.notFound("export")` when it was removed meanwhile.
  func recordDownload(of export: UserDataExport, audit: AuditIntent?, limit: WorkLimit) throws(StoreError)

  /// Up to `count` bytes from `offset` on; fewer only at the end.
  ///
  /// - Throws: `.notFound("export")` when it was removed meanwhile; `.corrupt` when the file is not what was written.
  func read(_ export: UserDataExport, from offset: Int64, count: Int, limit: WorkLimit) throws(StoreError) -> [UInt8]

  /// Removes a person's exports, and what broken exports and removals have left; how many exports there were. Only within
  /// `PersonRepository.withoutCopies`: an export that is just being made would look broken.
  func removeAll(of user: Int64, limit: WorkLimit) throws(StoreError) -> Int64

  /// Removes the exports that are expired at `now`; their ids, ascending.
  @discardableResult
  func removeExpired(at now: Instant, limit: WorkLimit) throws(StoreError) -> [Int64]
}
