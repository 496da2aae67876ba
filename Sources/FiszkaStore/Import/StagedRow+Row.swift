import FiszkaDomain

extension StagedRow {
  /// What `init(row:processedAt:)` reads, in its order.
  static let columns: StaticString = """
    row_number, line_number, english, polish, example, tags, phonetic_hint, error_message, warning_message, corrected
    """

  /// - Parameter processedAt: when the import was committed, which is the same for all its rows and stands in its record.
  init(row: inout RowReader, processedAt: Instant?) throws(StoreError) {
    let number = try row.integer()
    let lineNumber = try row.integer()
    let english = try row.text()
    let polish = try row.text()
    let example = try row.text()
    let tags = TagList(parsing: try row.text())
    let phoneticHint = try row.text()
    let errors = try RowProblem.list(fromColumn: try row.text())
    let warnings = try RowProblem.list(fromColumn: try row.text())
    if errors.count > 1 { throw row.corrupt(back: 2) }
    let staged = ImportRow(
      number: number, lineNumber: lineNumber, english: english, polish: polish, example: example, tags: tags,
      phoneticHint: phoneticHint, error: errors.first, warnings: warnings)
    self.init(row: staged, isCorrected: try row.bool(), processedAt: processedAt)
  }
}
