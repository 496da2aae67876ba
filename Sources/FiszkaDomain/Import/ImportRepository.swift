/// Where imports and their staged rows are kept.
///
/// Every call blocks its thread, may be made from any thread, and ends with `StoreError.interrupted` when the limit says so.
/// Unknown ids throw `.notFound("import")`. A write takes the `Import` it was decided on and throws `.changed` when that is
/// no longer the newest: read again, decide again. Writes return the new record. The audit intent of a write is used in its
/// transaction; nil only where the method's policy names no audit action.
package protocol ImportRepository: Sendable {
  /// Adds an import with status `uploaded` and no bytes.
  ///
  /// - Throws: `.notFound("user")` when the uploader's account is not there or closed.
  func create(
    _ new: NewImport, at now: Instant, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> Import

  /// The import with this id.
  func find(_ id: Int64, limit: WorkLimit) throws(StoreError) -> Import

  /// Newest first (by descending id).
  func list(_ filter: ImportFilter, page: PageRequest, limit: WorkLimit) throws(StoreError) -> Page<Import>

  /// Staged rows by ascending row number, which is also the cursor's key.
  func rows(
    of id: Int64, _ selection: StagedRowSelection, page: PageRequest, limit: WorkLimit
  ) throws(StoreError) -> Page<StagedRow>

  /// The staged rows with these numbers, ascending; numbers that do not exist are left out.
  func rows(of id: Int64, numbers: [Int64], limit: WorkLimit) throws(StoreError) -> [StagedRow]

  /// Notes that the file's first `receivedBytes` bytes are safely on disk.
  func recordUpload(
    receivedBytes: Int64, of item: Import, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> Import

  /// Sets the status to `previewed` or `failed`.
  func setStatus(
    _ status: ImportStatus, of item: Import, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> Import

  /// Starts a reading of the file: removes rows of an earlier one, notes the settings, sets status `uploaded`,
  /// `uploadComplete` false and the counts to zero. Rows go in batches; a crash in between leaves a reading to start again.
  /// Takes no audit intent: `finishStaging` does. Have `ImportDetector` make the plan first: it refuses most files that
  /// cannot be read, and then the rows of an earlier reading are still there.
  func beginStaging(_ settings: ImportSettings, of item: Import, limit: WorkLimit) throws(StoreError) -> Import

  /// Adds a batch of rows, with numbers above all before, to the reading that returned `item`.
  func stage(_ rows: [ImportRow], of item: Import, limit: WorkLimit) throws(StoreError)

  /// Ends the reading that returned `item`: sets `uploadComplete`, the reading, the counts and the file's SHA-256.
  func finishStaging(
    _ reading: ImportReading, counts: ImportCounts, digest: [UInt8], of item: Import, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> Import

  /// Puts these rows in the place of those with the same numbers, marks them corrected, recounts, and sets the status.
  ///
  /// - Throws: `.notFound("import row")` when a number does not exist; then nothing is changed.
  func correct(
    _ rows: [ImportRow], status: ImportStatus, of item: Import, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> Import

  /// Writes the valid rows into the target and sets `committed` and the result, all in one transaction.
  ///
  /// In order of row number; a row whose keys the lesson already has is a duplicate. The first spelling stays.
  /// - Throws: `.notFound("lesson")` when the target lesson is not there or deleted.
  func commit(
    to target: ImportTarget, at now: Instant, of item: Import, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> Import

  /// Takes back what the commit inserted, all or nothing, and sets `undoneAt`. Items deleted since are passed over. A lesson
  /// that the commit made goes too when it is empty afterwards.
  func undo(_ item: Import, at now: Instant, audit: AuditIntent?, limit: WorkLimit) throws(StoreError) -> ImportUndo

  /// Removes the import and its rows; the caller removes the file afterwards.
  func discard(_ item: Import, audit: AuditIntent?, limit: WorkLimit) throws(StoreError)
}
