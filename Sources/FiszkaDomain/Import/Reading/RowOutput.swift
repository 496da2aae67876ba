/// The rows that a reading has made and not yet given away, and what it has counted.
struct RowOutput: Sendable {
  var rows: [ImportRow] = []
  private(set) var counts = ImportCounts()
  var emptyRows: Int64 = 0

  /// A row with the next number.
  func newRow(lineNumber: Int64) -> ForeignRow {
    ForeignRow(number: counts.total + 1, lineNumber: lineNumber)
  }

  /// Validates and counts a row.
  mutating func add(_ foreign: ForeignRow) {
    let row = RowValidator.validate(foreign)
    counts.add(row)
    rows.append(row)
  }
}
