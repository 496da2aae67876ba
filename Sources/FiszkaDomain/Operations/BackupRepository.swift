/// Where backups are made and kept. Every call blocks its thread and may be made from any thread.
package protocol BackupRepository: Sendable {
  /// Copies everything committed so far to a file, while others read and write. It is complete, checked and safe from a power cut when
  /// this returns; when it throws, nothing is left of it.
  ///
  /// - Throws: `.duplicate("backup")`; `.full`; `.corrupt` when the copy does not pass its check.
  func create(_ name: BackupName, audit: AuditIntent?, limit: WorkLimit) throws(StoreError) -> Backup

  /// Newest first.
  func list(limit: WorkLimit) throws(StoreError) -> [Backup]

  /// Backups that hold the person behind an account, or cannot be read, newest first.
  func holding(person id: Int64, limit: WorkLimit) throws(StoreError) -> [Backup]

  /// - Throws: `.notFound("backup")`.
  func delete(_ name: BackupName, audit: AuditIntent?, limit: WorkLimit) throws(StoreError)
}
