/// One word list on its way from a file into a lesson.
package struct Import: Hashable, Sendable {
  package let id: Int64
  /// Grows with every change of this record. A write that was decided on an older one throws `StoreError.changed`.
  package let revision: Int64
  /// What it was created with; the settings change with a new reading.
  package let origin: NewImport
  package let createdAt: Instant
  package let status: ImportStatus
  /// Bytes of the file received so far, from its start and without gaps.
  package let receivedBytes: Int64
  /// True once the whole file has been received, checked and staged as rows.
  package let uploadComplete: Bool
  /// SHA-256 of the file, 32 bytes; nil until the first time that `uploadComplete` was set.
  package let digest: [UInt8]?
  /// How the file was read; nil until `uploadComplete`.
  package let reading: ImportReading?
  package let counts: ImportCounts
  /// What the commit did; nil until `committed`.
  package let result: ImportResult?
  /// When the commit was taken back; nil: it was not.
  package let undoneAt: Instant?

  package init(
    id: Int64, revision: Int64, origin: NewImport, createdAt: Instant, status: ImportStatus, receivedBytes: Int64,
    uploadComplete: Bool, digest: [UInt8]?, reading: ImportReading?, counts: ImportCounts, result: ImportResult?,
    undoneAt: Instant?
  ) {
    self.id = id
    self.revision = revision
    self.origin = origin
    self.createdAt = createdAt
    self.status = status
    self.receivedBytes = receivedBytes
    self.uploadComplete = uploadComplete
    self.digest = digest
    self.reading = reading
    self.counts = counts
    self.result = result
    self.undoneAt = undoneAt
  }
}
