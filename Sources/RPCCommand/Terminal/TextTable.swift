/// Rows in columns, for people: each column as wide as its longest cell, at most `widestCell` characters.
struct TextTable {
  private static let widestCell = 40

  private let header: [String]
  private var rows: [[String]] = []

  init(_ header: [String]) {
    self.header = header
  }

  mutating func append(_ cells: [String]) {
    rows.append(cells.map(Self.cell))
  }

  /// The header, then a line per row.
  var lines: [String] {
    let all = [header] + rows
    let widths = header.indices.map { column in all.map { $0[column].count }.max() ?? 0 }
    return all.map { cells in
      let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      let line = padded.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// One line, without characters that steer a terminal.
  private static func cell(_ text: String) -> String {
    let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
    let line = String(String.UnicodeScalarView(scalars))
    return line.count > widestCell ? line.prefix(widestCell - 1) + "…" : line
  }
}
