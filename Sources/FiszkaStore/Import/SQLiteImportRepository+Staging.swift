package import FiszkaDomain

extension SQLiteImportRepository {
  /// Rows written or deleted in one transaction: some 6 ms of a fast machine's time, and below 50 ms on a slow or busy one.
  static let batch = 2_000

  /// Deletes the rows of an earlier reading batch by batch, then starts the new one.
  package func beginStaging(
    _ settings: ImportSettings, of item: Import, limit: WorkLimit
  ) throws(StoreError) -> Import {
    if item.status == .committed { throw .misuse("a committed import cannot be read again") }
    let text = try JSONColumn.text(settings)
    let started = try store.write(nil, limit) { connection throws(StoreError) in
      try Self.update(item, ImportQuery.beginStaging, [.text(text)], connection)
      return try Self.change(item.id, connection)
    }
    try deleteRows(of: started, downTo: 0, limit: limit)
    return started
  }

  /// Best called with 2,000 rows at a time. More become several transactions; when a later one fails, the
  /// earlier ones stay, as rows of a reading that never ends.
  package func stage(_ rows: [ImportRow], of item: Import, limit: WorkLimit) throws(StoreError) {
    var start = 0
    while start < rows.count {
      let end = min(start + Self.batch, rows.count)
      let packed = PackedRows(rows[start..<end])
      let now = store.now()
      try store.write(nil, limit) { connection throws(StoreError) in
        try Self.requireNewest(item, connection)
        try packed.insert(into: item.id, at: now, connection)
        return ((), AuditTarget(table: "imports", id: item.id))
      }
      start = end
    }
  }

  /// Writes reading, counts and digest in one transaction.
  package func finishStaging(
    _ reading: ImportReading, counts: ImportCounts, digest: [UInt8], of item: Import, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> Import {
    let text = try JSONColumn.text(reading)
    // Before the write, which would keep others waiting: only the caller stages rows of this revision.
    let staged = try store.read(limit) { connection throws(StoreError) in
      var staged = try Self.problemCounts(of: item.id, connection)
      staged.total = try connection.number(ImportRowQuery.count, [.integer(item.id)])
      return staged
    }
    return try store.write(audit, limit) { connection throws(StoreError) in
      try Self.requireNewest(item, connection)
      if staged != counts { throw .misuse("\(staged) rows are staged, not \(counts)") }
      try Self.update(
        item, ImportQuery.finishStaging,
        [
          .text(text), .bytes(digest), .integer(counts.total), .integer(counts.invalid), .integer(counts.warned),
          .integer(counts.corrected),
        ], connection)
      return try Self.change(item.id, connection)
    }
  }

  /// Replaces the rows and counts again in one transaction.
  package func correct(
    _ rows: [ImportRow], status: ImportStatus, of item: Import, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> Import {
    let packed = PackedRows(rows)
    let now = store.now()
    return try store.write(audit, limit) { connection throws(StoreError) in
      try Self.requireNewest(item, connection)
      try packed.correct(in: item.id, at: now, connection)
      let counts = try Self.problemCounts(of: item.id, connection)
      try Self.update(
        item, ImportQuery.correct,
        [.text(status.rawValue), .integer(counts.invalid), .integer(counts.warned), .integer(counts.corrected)],
        connection)
      return try Self.change(item.id, connection)
    }
  }

  /// What the indexes over problems say of the staged rows; `total` is 0.
  private static func problemCounts(of id: Int64, _ connection: Connection) throws(StoreError) -> ImportCounts {
    let invalid = try connection.number(ImportRowQuery.countInvalid, [.integer(id)])
    let problems = try connection.number(ImportRowQuery.countProblems, [.integer(id)])
    let corrected = try connection.number(ImportRowQuery.countCorrected, [.integer(id)])
    return ImportCounts(invalid: invalid, warned: problems - invalid, corrected: corrected)
  }

  /// Deletes rows of an import that counts as unfinished, batch by batch, until at most `rest` are left.
  func deleteRows(of item: Import, downTo rest: Int, limit: WorkLimit) throws(StoreError) {
    while true {
      let isMore = try store.read(limit) { connection throws(StoreError) in
        try connection.number(ImportRowQuery.isMore, [.integer(item.id), .integer(Int64(rest))])
      }
      if isMore == 0 { return }
      try store.write(nil, limit) { connection throws(StoreError) in
        try Self.requireNewest(item, connection)
        try connection.execute(ImportRowQuery.deleteSome, [.integer(item.id), .integer(Int64(Self.batch))])
        return ((), AuditTarget(table: "imports", id: item.id))
      }
    }
  }
}
