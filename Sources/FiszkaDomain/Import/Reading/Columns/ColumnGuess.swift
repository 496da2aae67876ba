/// Tells by their content which columns hold what, where no header does.
struct ColumnGuess {
  /// The fields that were found, by column.
  private(set) var fields: [Int: ImportField] = [:]
  /// True when Polish letters told the columns apart.
  private(set) var isByPolishLetters = false

  /// Finds English, which has no column yet, and what else the free columns hold. Empty and numbered columns hold nothing.
  ///
  /// - Parameters:
  ///   - records: rows without the header.
  ///   - known: the fields that have a column, without English.
  ///   - free: the columns without a field, ascending.
  init(records: [[String]], known: Set<ImportField>, free: [Int]) {
    var free = free.filter { column in
      let cells = Self.cells(of: column, in: records)
      return records.isEmpty || (!cells.isEmpty && !cells.allSatisfy(Self.isNumber))
    }
    if !known.contains(.polish) && free.count > 1 {
      let counts = free.map { (column: $0, count: Self.cells(of: $0, in: records).count(where: Self.hasPolishLetter)) }
      let most = counts.map(\.count).max() ?? 0
      // Translated examples come behind the words and have more letters, so the most is not what counts.
      if most > 0, let polish = counts.first(where: { $0.count * 3 >= most }) {
        take(polish.column, as: .polish, from: &free)
        isByPolishLetters = true
      }
    }
    if let first = free.first { take(first, as: .english, from: &free) }
    if !known.contains(.polish), !fields.values.contains(.polish), let first = free.first {
      take(first, as: .polish, from: &free)
    }
    for column in free {
      guard let field = Self.extraField(Self.cells(of: column, in: records)) else { continue }
      if !known.contains(field) && !fields.values.contains(field) { fields[column] = field }
    }
  }

  private mutating func take(_ column: Int, as field: ImportField, from free: inout [Int]) {
    fields[column] = field
    free.removeAll { $0 == column }
  }

  private static func cells(of column: Int, in records: [[String]]) -> [String] {
    records.compactMap { column < $0.count ? FieldText.clean($0[column]).text : nil }.filter { !$0.isEmpty }
  }

  private static func isNumber(_ cell: String) -> Bool {
    cell.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: ".") }
  }

  private static func hasPolishLetter(_ cell: String) -> Bool {
    cell.unicodeScalars.contains { "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ".unicodeScalars.contains($0) }
  }

  /// Pronunciation stands in slashes or brackets, examples have four words and more, tags occur again and again.
  private static func extraField(_ cells: [String]) -> ImportField? {
    if cells.isEmpty { return nil }
    let isMost = { (count: Int) in count * 2 > cells.count }
    if isMost(cells.count { ($0.hasPrefix("/") && $0.hasSuffix("/")) || ($0.hasPrefix("[") && $0.hasSuffix("]")) }) {
      return .phoneticHint
    }
    if isMost(cells.count { $0.split(separator: " ").count >= 4 }) { return .example }
    return cells.count >= 4 && Set(cells).count * 2 <= cells.count ? .tags : nil
  }
}
