/// Makes rows of the records of a CSV file.
struct CSVRowBuilder: CSVSink, Sendable {
  var output = RowOutput()
  private let fields: [(field: ImportField, column: Int)]
  private let width: Int
  private var isBeforeHeader: Bool

  init(columns: [ImportColumn], hasHeader: Bool) {
    fields = columns.enumerated().compactMap { index, column in column.field.map { ($0, index) } }
    width = columns.count
    isBeforeHeader = hasHeader
  }

  mutating func receive(_ record: borrowing CSVRecord) {
    if isBeforeHeader {
      isBeforeHeader = false
      return
    }
    if record.findings.isEmpty && Self.isEmpty(record) {
      output.emptyRows += 1
      return
    }
    var row = output.newRow(lineNumber: record.lineNumber)
    for (field, column) in fields where column < record.fieldCount { row[field] = record.text(column) }
    row.error = error(in: record)
    if record.findings.contains(.textAfterQuote) {
      row.warnings.append(
        RowProblem(.textAfterQuote, message: "Text stands behind a closing quote; it was added to the field."))
    }
    if record.fieldCount < width && row.error == nil {
      row.warnings.append(
        RowProblem(.missingFields, message: "The row has \(record.fieldCount) of \(width) fields; the others are empty."))
    }
    output.add(row)
  }

  private static func isEmpty(_ record: borrowing CSVRecord) -> Bool {
    for index in 0..<record.fieldCount where !record.isBlank(index) { return false }
    return true
  }

  private func error(in record: borrowing CSVRecord) -> RowProblem? {
    let findings = record.findings
    if findings.contains(.quoteNotClosed) {
      return RowProblem(
        .quoteNotClosed,
        message: "A quoted field is not closed, or not within 64 KiB; the next line was read as a new row.")
    }
    if findings.contains(.fieldTooLarge) {
      return RowProblem(.fieldTooLarge, message: "A field has more than 64 KiB; only its start was read.")
    }
    if findings.contains(.recordTooLarge) {
      return RowProblem(.rowTooLarge, message: "The row has more than 1 MiB; only its start was read.")
    }
    var last = record.fieldCount
    while last > width, record.isBlank(last - 1) { last -= 1 }
    if last <= width && !findings.contains(.tooManyFields) { return nil }
    let count = findings.contains(.tooManyFields) ? "more than \(CSVRecord.maximumFields)" : "\(last)"
    return RowProblem(
      .extraFields, message: "The row has \(count) fields where \(width) are expected; is a quote or a delimiter missing?")
  }
}
