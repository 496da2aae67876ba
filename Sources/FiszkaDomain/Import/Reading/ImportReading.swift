/// How a file is read: every decision with its reason. Made by `ImportDetector`, completed by `ImportReader`.
package struct ImportReading: Hashable, Sendable, Codable {
  package var format: Decision<ImportFormat>
  package var encoding: Decision<TextEncoding>
  /// Whether the file starts with a byte order mark.
  package var hasByteOrderMark = false
  /// Nil for JSON.
  package var delimiter: Decision<Delimiter>?
  /// Whether the first row has the names of the columns; nil for JSON.
  package var header: Decision<Bool>?
  /// The columns in the order of the file; for JSON the keys in the order they appear.
  package var columns: [ImportColumn]
  /// Why the columns fill these fields.
  package var columnsReason: String
  /// Rows left out because not one of their fields has text, such as the `;;;` that spreadsheets leave; they are no data rows.
  package var emptyRows: Int64 = 0

  package init(
    format: Decision<ImportFormat>, encoding: Decision<TextEncoding>, delimiter: Decision<Delimiter>?,
    header: Decision<Bool>?, columns: [ImportColumn], columnsReason: String
  ) {
    self.format = format
    self.encoding = encoding
    self.delimiter = delimiter
    self.header = header
    self.columns = columns
    self.columnsReason = columnsReason
  }

  /// Place in `columns` of the column that fills `field`; nil when none does.
  package func column(of field: ImportField) -> Int? {
    columns.firstIndex { $0.field == field }
  }
}
