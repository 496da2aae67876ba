/// A backup file of the database.
package struct Backup: Hashable, Sendable {
  package let name: BackupName
  package let sizeBytes: Int64
  /// SHA-256, 32 bytes; nil where the file was not read.
  package let sha256: [UInt8]?
  /// When it was finished.
  package let createdAt: Instant

  package init(name: BackupName, sizeBytes: Int64, sha256: [UInt8]?, createdAt: Instant) {
    self.name = name
    self.sizeBytes = sizeBytes
    self.sha256 = sha256
    self.createdAt = createdAt
  }
}
