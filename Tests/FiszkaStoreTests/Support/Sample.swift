import FiszkaDomain

/// Values that many tests need and none cares about.
enum Sample {
  static let digest = [UInt8](0..<32)

  static let reading = ImportReading(
    format: Decision(.csv, reason: "The file has columns."), encoding: Decision(.windows1250, reason: "Bytes of ą and ś."),
    delimiter: Decision(.semicolon, reason: "Every line has two."), header: Decision(true, reason: "english, polski"),
    columns: [ImportColumn(name: "english", field: .english), ImportColumn(name: "uwagi", field: nil)],
    columnsReason: "The header names them.")

  /// A row as the validator judges it.
  static func row(
    _ number: Int64, _ english: String, _ polish: String = "", example: String = "", tags: String = "", hint: String = ""
  ) -> ImportRow {
    var row = ForeignRow(number: number, lineNumber: number + 1)
    row.english = english
    row.polish = polish
    row.example = example
    row.tags = tags
    row.phoneticHint = hint
    return RowValidator.validate(row)
  }

  /// So many valid rows, all different.
  static func rows(_ count: Int64) -> [ImportRow] {
    (1...count).map { row($0, "word \($0)", "słowo \($0)", example: "A word \($0).", tags: "a1") }
  }
}
