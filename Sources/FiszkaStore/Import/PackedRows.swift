import FiszkaDomain

/// Rows with their key columns, laid out so that a statement can take them without another copy.
///
/// Made before the writer's turn: what it costs, other writers do not wait for.
struct PackedRows {
  private var utf8: [UInt8] = []
  /// Ends of the texts in `utf8`, `textsPerRow` for each row.
  private var ends: [Int] = []
  private var heads: [Head] = []

  private static let textsPerRow = 9

  private struct Head {
    let number: Int64
    let line: Int64
    let isValid: Bool
  }

  init(_ rows: some Collection<ImportRow>) {
    heads.reserveCapacity(rows.count)
    ends.reserveCapacity(rows.count * Self.textsPerRow)
    // Enough for most word lists; more is no harm.
    utf8.reserveCapacity(rows.count * 128)
    for row in rows {
      heads.append(Head(number: row.number, line: row.lineNumber, isValid: row.isValid))
      add(row.english)
      add(TextKey(row.english).text)
      add(row.polish)
      add(TextKey(row.polish).text)
      add(row.example)
      add(row.tags.text)
      add(row.phoneticHint)
      add(row.error.map { RowProblem.columnText([$0]) } ?? "")
      add(row.warnings.isEmpty ? "" : RowProblem.columnText(row.warnings))
    }
  }

  private mutating func add(_ text: String) {
    utf8.append(contentsOf: text.utf8)
    ends.append(utf8.count)
  }

  /// Inserts every row.
  func insert(into importID: Int64, at now: Instant, _ connection: Connection) throws(StoreError) {
    let some = ImportRowQuery.rowsAtOnce
    let whole = heads.count / some * some
    let owner = Owner(importID: importID, now: now)
    try run(ImportRowQuery.insertSome, stride(from: 0, to: whole, by: some), rowsAtOnce: some, owner, connection)
    try run(ImportRowQuery.insertOne, stride(from: whole, to: heads.count, by: 1), rowsAtOnce: 1, owner, connection)
  }

  /// Puts every row in the place of the one with its number.
  ///
  /// - Throws: `.notFound("import row")` when there is none.
  func correct(in importID: Int64, at now: Instant, _ connection: Connection) throws(StoreError) {
    try run(
      ImportRowQuery.correct, stride(from: 0, to: heads.count, by: 1), rowsAtOnce: 1,
      Owner(importID: importID, now: now), connection)
  }

  /// What the rows do not know themselves.
  private struct Owner {
    let importID: Int64
    let now: Instant
  }

  /// Runs `query` for the rows from each of `starts` on.
  private func run(
    _ query: Query, _ starts: StrideTo<Int>, rowsAtOnce: Int, _ owner: Owner, _ connection: Connection
  ) throws(StoreError) {
    try connection.prepared(query) { statement throws(StoreError) in
      // The texts must not move while they are bound.
      try withTexts { texts throws(StoreError) in
        for start in starts {
          for offset in 0..<rowsAtOnce {
            try bind(start + offset, texts, to: statement, from: Int32(offset) * Self.parameters + 1, owner)
          }
          try statement.run()
          if connection.changes != rowsAtOnce { throw .notFound("import row") }
        }
      }
    }
  }

  private static let parameters: Int32 = 14

  /// In this order: import, row number, line number, time, valid, English, its key, Polish, its key, example, tags, phonetic
  /// hint, error, warnings.
  private func bind(
    _ row: Int, _ texts: UnsafeBufferPointer<UInt8>, to statement: PreparedStatement, from first: Int32, _ owner: Owner
  ) throws(StoreError) {
    let head = heads[row]
    try statement.bind(owner.importID, at: first)
    try statement.bind(head.number, at: first + 1)
    try statement.bind(head.line, at: first + 2)
    try statement.bind(owner.now.microseconds, at: first + 3)
    try statement.bind(head.isValid ? 1 : 0, at: first + 4)
    let firstText = row * Self.textsPerRow
    var start = firstText == 0 ? 0 : ends[firstText - 1]
    for text in 0..<Self.textsPerRow {
      let end = ends[firstText + text]
      try statement.bindUncopied(UnsafeBufferPointer(rebasing: texts[start..<end]), at: first + 5 + Int32(text))
      start = end
    }
  }

  private func withTexts(
    _ body: (UnsafeBufferPointer<UInt8>) throws(StoreError) -> Void
  ) throws(StoreError) {
    let result: Result<Void, StoreError> = utf8.withUnsafeBufferPointer { texts in
      do throws(StoreError) {
        return .success(try body(texts))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }
}
