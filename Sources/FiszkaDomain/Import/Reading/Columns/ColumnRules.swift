/// Decides which column fills which field.
enum ColumnRules {
  /// The columns of a CSV file and why they fill their fields.
  struct Result {
    var columns: [ImportColumn]
    var reason: String
  }

  /// Whether the first record has the names of the columns: when it names two different fields, or one with certainty and
  /// another by a name such as "word", or one as the only column. A pair such as `polish,polerować`, `english,angielski` or `word,słowo` is a row.
  static func decideHeader(_ first: [String], override: Bool?) -> Decision<Bool> {
    if let override { return Decision(override, reason: "Chosen by hand.") }
    let meant = HeaderNames.recognizedFields(in: first).count
    let isOneCertain = first.contains { HeaderNames.meaning(of: $0)?.isCertain == true }
    if meant >= 2 || (isOneCertain && fields(byName: first).count >= 2) || (meant == 1 && first.count == 1) {
      return Decision(true, reason: "The first row has known column names.")
    }
    return Decision(false, reason: "The first row has no known column names.")
  }

  /// The columns of a CSV file.
  ///
  /// - Parameters:
  ///   - header: the names; nil when the file has none.
  ///   - records: the first rows without the header.
  ///   - mapping: what a person says; empty: nothing.
  static func decide(
    header: [String]?, records: [[String]], commonWidth: Int, mapping: [ImportField: ColumnReference]
  ) throws(ImportReadingError) -> Result {
    let names = header ?? [String](repeating: "", count: max(commonWidth, 1))
    if !mapping.isEmpty { return try overridden(names: names, mapping: mapping) }
    var fields = fields(byName: names)
    let isByName = !fields.isEmpty
    var reason = isByName ? "The header names the columns." : ""
    let known = Set(fields.values)
    if !known.contains(.english) {
      let free = names.indices.filter { fields[$0] == nil }
      let guess = ColumnGuess(records: records, known: known, free: free)
      fields.merge(guess.fields) { named, _ in named }
      let basis =
        guess.isByPolishLetters ? "Polish letters tell which column is Polish" : "the first one left is taken for English"
      reason += isByName ? " It does not name English: \(basis)." : "No header names the columns: \(basis)."
    }
    let columns = names.enumerated().map { ImportColumn(name: shown($0.element), field: fields[$0.offset]) }
    guard fields.values.contains(.english) else {
      throw .missingEnglishColumn(columns: columns.map(\.name))
    }
    return Result(columns: columns, reason: reason)
  }

  /// Fields of the columns whose names say so, by column. Of two columns for one field the certain one wins, then the first.
  /// A "word" or "translation" that is left over is the language that is missing.
  static func fields(byName names: [String]) -> [Int: ImportField] {
    let meanings = names.map(HeaderNames.meaning(of:))
    var fields: [Int: ImportField] = [:]
    for isCertain in [true, false] {
      for (column, meaning) in meanings.enumerated() {
        guard let meaning, meaning.isCertain == isCertain, !fields.values.contains(meaning.field) else { continue }
        fields[column] = meaning.field
      }
    }
    for missing in [ImportField.english, .polish] where !fields.isEmpty && !fields.values.contains(missing) {
      if let column = meanings.indices.first(where: { fields[$0] == nil && meanings[$0]?.isCertain == false }) {
        fields[column] = missing
      }
    }
    return fields
  }

  /// A name as it is shown: without line breaks' worth of text, at most 64 Unicode scalars.
  static func shown(_ name: String) -> String {
    let text = FieldText.clean(name)
    return text.length <= 64 ? text.text : String(text.text.unicodeScalars.prefix(63)) + "…"
  }

  private static func overridden(
    names: [String], mapping: [ImportField: ColumnReference]
  ) throws(ImportReadingError) -> Result {
    var fields: [Int: ImportField] = [:]
    for field in ImportField.allCases {
      guard let reference = mapping[field] else { continue }
      let column = try place(of: reference, for: field, in: names)
      if let other = fields[column] {
        throw .impossibleMapping(field: field, reason: "\(other.rawValue) has the same column")
      }
      fields[column] = field
    }
    guard mapping[.english] != nil else { throw .missingEnglishColumn(columns: names.map(shown)) }
    let width = max(names.count, (fields.keys.max() ?? 0) + 1)
    return Result(
      columns: (0..<width).map { ImportColumn(name: $0 < names.count ? shown(names[$0]) : "", field: fields[$0]) },
      reason: "Chosen by hand.")
  }

  private static func place(
    of reference: ColumnReference, for field: ImportField, in names: [String]
  ) throws(ImportReadingError) -> Int {
    switch reference {
    case .index(let index):
      if names.indices.contains(index) { return index }
      throw .impossibleMapping(
        field: field, reason: "the file has \(names.count) columns, and none is number \(index + 1), counted from 1")
    case .name(let name):
      let key = TextKey(name)
      if let index = names.firstIndex(where: { TextKey($0) == key }) { return index }
      throw .impossibleMapping(field: field, reason: "no column is called \(shown(name))")
    }
  }
}
