import FiszkaAPI
import FoundationEssentials

/// What became of a file, for people and for programs.
struct ImportReport {
  private let record: FiszkaAPI.Import
  private let reading: ImportReading
  private let rows: [ImportRow]

  /// - Parameter rows: The rows to show: all of a preview, the rejected ones after a commit.
  init(_ record: FiszkaAPI.Import, _ reading: ImportReading, rows: [ImportRow]) {
    self.record = record
    self.reading = reading
    self.rows = rows
  }

  private var validRows: Int64 { record.totalRows - record.errorRows }

  /// How the file was read and what is in it.
  var summaryLines: [String] {
    var lines = ["\(record.filename): \(reading.sentence)"]
    lines.append(
      "\(record.totalRows) rows: \(validRows) valid, \(record.errorRows) rejected, \(record.warningRows) with a warning")
    return lines
  }

  /// The summary and a table of all rows.
  var previewLines: [String] {
    var table = TextTable(["row", "english", "polish", "tags", "problem"])
    for row in rows {
      table.append(["\(row.rowNumber)", row.english, row.polish, row.tags.joined(separator: ", "), row.problem])
    }
    return summaryLines + [""] + table.lines
  }

  /// What was written where, and a table of the rows that were not.
  var resultLines: [String] {
    var lines = summaryLines
    if let result = record.result {
      let lesson = result.lessonCreated ? "new lesson \(result.lessonID)" : "lesson \(result.lessonID)"
      lines = [
        "\(record.filename): \(result.insertedItems) words imported into \(lesson), \(result.duplicateRows) duplicates skipped, "
          + "\(result.errorRows) rows rejected"
      ]
    }
    if rows.isEmpty { return lines }
    var table = TextTable(["row", "english", "polish", "error"])
    for row in rows { table.append(["\(row.rowNumber)", row.english, row.polish, row.errors.sentence ?? ""]) }
    return lines + table.lines
  }

  /// One JSON object.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    // Strings, numbers and nulls always encode.
    guard let data = try? encoder.encode(Object(self)) else { return "{}" }
    return String(decoding: data, as: UTF8.self)
  }

  /// The object's members, as documented.
  private struct Object: Encodable {
    var filename: String
    var import_id: Int64
    var lesson_id: Int64?
    var lesson_created: Bool?
    var total: Int64
    var errors: Int64
    var warnings: Int64
    var inserted: Int64?
    var duplicates: Int64?
    var rows: [Row]

    init(_ report: ImportReport) {
      let result = report.record.result
      filename = report.record.filename
      import_id = report.record.id
      lesson_id = result?.lessonID
      lesson_created = result?.lessonCreated
      total = report.record.totalRows
      errors = report.record.errorRows
      warnings = report.record.warningRows
      inserted = result?.insertedItems
      duplicates = result?.duplicateRows
      rows = report.rows.map(Row.init)
    }
  }

  private struct Row: Encodable {
    var row_number: Int64
    var english: String
    var polish: String
    var valid: Bool
    var error: String?
    var warning: String?

    init(_ row: ImportRow) {
      row_number = row.rowNumber
      english = row.english
      polish = row.polish
      valid = row.valid
      error = row.errors.sentence
      warning = row.warnings.sentence
    }

    /// Absent sentences are null, not left out.
    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(row_number, forKey: .row_number)
      try container.encode(english, forKey: .english)
      try container.encode(polish, forKey: .polish)
      try container.encode(valid, forKey: .valid)
      try container.encode(error, forKey: .error)
      try container.encode(warning, forKey: .warning)
    }

    private enum CodingKeys: String, CodingKey {
      case row_number, english, polish, valid, error, warning
    }
  }
}

extension [ImportRowProblem] {
  /// All messages in one text; nil when there are none.
  fileprivate var sentence: String? {
    isEmpty ? nil : map(\.message).joined(separator: " ")
  }
}

extension ImportRow {
  /// The error, or the warning in brackets, or nothing.
  fileprivate var problem: String {
    errors.sentence ?? warnings.sentence.map { "(\($0))" } ?? ""
  }
}
