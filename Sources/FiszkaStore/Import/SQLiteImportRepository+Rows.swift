package import FiszkaDomain

extension SQLiteImportRepository {
  /// One page, by the index on import and row number.
  package func rows(
    of id: Int64, _ selection: StagedRowSelection, page: PageRequest, limit: WorkLimit
  ) throws(StoreError) -> Page<StagedRow> {
    let query =
      switch selection {
      case .all: ImportRowQuery.all
      case .invalid: ImportRowQuery.invalid
      case .withProblems: ImportRowQuery.withProblems
      }
    let after = SQLValue.integer(page.after?.lastKey ?? 0)
    let found = try store.read(limit) { connection throws(StoreError) in
      let processedAt = try Self.committedAt(id, connection)
      return try connection.all(query, [.integer(id), after, .integer(Int64(page.limit) + 1)]) {
        row throws(StoreError) in try StagedRow(row: &row, processedAt: processedAt)
      }
    }
    return Page(found, limit: page.limit, key: \.row.number)
  }

  /// One look-up per number, all of one moment.
  package func rows(of id: Int64, numbers: [Int64], limit: WorkLimit) throws(StoreError) -> [StagedRow] {
    try store.read(limit) { connection throws(StoreError) in
      let processedAt = try Self.committedAt(id, connection)
      var rows: [StagedRow] = []
      for number in Set(numbers).sorted() {
        let row = try connection.first(ImportRowQuery.find, [.integer(id), .integer(number)]) {
          row throws(StoreError) in try StagedRow(row: &row, processedAt: processedAt)
        }
        if let row { rows.append(row) }
      }
      return rows
    }
  }

  /// Nil before the commit.
  private static func committedAt(_ id: Int64, _ connection: Connection) throws(StoreError) -> Instant? {
    let found: Instant?? = try connection.first(ImportQuery.committedAt, [.integer(id)]) { row throws(StoreError) in
      try row.optionalInstant()
    }
    guard let committedAt = found else { throw .notFound("import") }
    return committedAt
  }
}
