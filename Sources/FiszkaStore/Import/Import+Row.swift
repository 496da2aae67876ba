import FiszkaDomain

extension Import {
  /// What `init(row:)` reads, in its order.
  static let columns: StaticString = """
    id, revision, uploaded_by, filename, reading_options, target_lesson_id, target_lesson_title, created_at, status,
    received_bytes, upload_complete, sha256, reading, total_rows, error_rows, warning_rows, corrected_rows, lesson_id,
    lesson_created, inserted_items, duplicate_rows, committed_at, undone_at
    """

  init(row: inout RowReader) throws(StoreError) {
    let id = try row.integer()
    let revision = try row.integer()
    let origin = try NewImport(row: &row)
    let createdAt = try row.instant()
    let status = try row.value(ImportStatus.self)
    let receivedBytes = try row.integer()
    let uploadComplete = try row.bool()
    let digest = try row.optionalBytes()
    let reading = try row.optionalText()
    let counts = ImportCounts(
      total: try row.integer(), invalid: try row.integer(), warned: try row.integer(), corrected: try row.integer())
    let result = try ImportResult(row: &row, errors: counts.invalid)
    let undoneAt = try row.optionalInstant()
    self.init(
      id: id, revision: revision, origin: origin, createdAt: createdAt, status: status, receivedBytes: receivedBytes,
      uploadComplete: uploadComplete, digest: digest,
      reading: try reading.map { text throws(StoreError) in try JSONColumn.value(ImportReading.self, from: text) },
      counts: counts, result: result, undoneAt: undoneAt)
  }
}

extension NewImport {
  fileprivate init(row: inout RowReader) throws(StoreError) {
    let uploadedBy = try row.integer()
    let fileName = try row.text()
    let settings = try JSONColumn.value(ImportSettings.self, from: try row.text())
    let lessonID = try row.optionalInteger()
    let title = try row.optionalText()
    let target = lessonID.map(ImportTarget.lesson) ?? title.map(ImportTarget.newLesson)
    self.init(uploadedBy: uploadedBy, fileName: fileName, settings: settings, target: target)
  }
}

extension ImportResult {
  /// Nil when the import is not committed.
  fileprivate init?(row: inout RowReader, errors: Int64) throws(StoreError) {
    let lessonID = try row.optionalInteger()
    let lessonIsNew = try row.optionalBool()
    let inserted = try row.optionalInteger()
    let duplicates = try row.optionalInteger()
    guard let committedAt = try row.optionalInstant() else { return nil }
    guard let lessonID, let lessonIsNew, let inserted, let duplicates else { throw row.corrupt(back: 1) }
    self.init(
      lessonID: lessonID, lessonIsNew: lessonIsNew, inserted: inserted, duplicates: duplicates, errors: errors,
      committedAt: committedAt)
  }
}
