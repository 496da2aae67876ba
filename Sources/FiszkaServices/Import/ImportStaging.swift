import FiszkaDomain

/// One reading of an import's file: a first pass finds out how it is written, a second one stages its rows in batches.
///
/// Nothing is changed before the file is known to be readable and to have a row, so that a refusal leaves an earlier reading as
/// it was. JSON can still break late, so it is read once more, without writing, before its rows are staged. Memory does not
/// grow with the file.
struct ImportStaging {
  /// Rows written in one transaction: some 10 ms.
  private static let batchRows = 2_000

  private let ports: ImportPorts
  private let settings: ImportSettings
  private let limit: WorkLimit
  private var item: Import
  private var hasBegun = false
  private var rows: [ImportRow] = []

  /// - Parameter item: the newest record, with all bytes received.
  init(ports: ImportPorts, item: Import, settings: ImportSettings, limit: WorkLimit) {
    self.ports = ports
    self.item = item
    self.settings = settings
    self.limit = limit
  }

  /// - Parameter digest: SHA-256 of the file, checked.
  mutating func run(digest: [UInt8]) throws -> Import {
    let (plan, hasMark) = try detect()
    if plan.reading.format.value != .csv { try rehearse(plan) }
    var reader = ImportReader(plan)
    try eachPiece { bytes in
      try reader.feed(bytes, into: &rows)
      try stage(atLeast: Self.batchRows)
    }
    try reader.finish(into: &rows)
    if reader.counts.total == 0 { throw ImportFailure.refused(.noRows, of: item) }
    try stage(atLeast: 1)
    var reading = reader.reading
    reading.hasByteOrderMark = hasMark
    return try ports.imports.finishStaging(
      reading, counts: reader.counts, digest: digest, of: item, audit: nil, limit: limit)
  }

  private func detect() throws -> (plan: ImportPlan, hasMark: Bool) {
    var detector = ImportDetector()
    var hasMark: Bool?
    try eachPiece { bytes in
      if hasMark == nil { hasMark = Self.marks.contains { bytes.starts(with: $0) } }
      detector.feed(bytes)
    }
    return (try detector.plan(settings), hasMark ?? false)
  }

  /// Byte order marks of UTF-8 and UTF-16.
  private static let marks: [[UInt8]] = [[0xEF, 0xBB, 0xBF], [0xFF, 0xFE], [0xFE, 0xFF]]

  private func rehearse(_ plan: ImportPlan) throws {
    var reader = ImportReader(plan)
    var rows: [ImportRow] = []
    try eachPiece { bytes in
      try reader.feed(bytes, into: &rows)
      rows.removeAll(keepingCapacity: true)
    }
    try reader.finish(into: &rows)
  }

  /// Writes full batches of the rows that wait, and what is left when that is at least `least` rows.
  private mutating func stage(atLeast least: Int) throws {
    if rows.count < least { return }
    if !hasBegun {
      item = try ports.imports.beginStaging(settings, of: item, limit: limit)
      hasBegun = true
    }
    var start = 0
    while start < rows.count {
      let end = min(start + Self.batchRows, rows.count)
      try ports.imports.stage(Array(rows[start..<end]), of: item, limit: limit)
      start = end
    }
    rows.removeAll(keepingCapacity: true)
  }

  private func eachPiece(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    // The port's closure may throw only its own errors, so others are carried past it.
    var failure: (any Error)?
    try ports.files.read(ofImport: item.id, size: item.receivedBytes, limit: limit) { bytes throws(StoreError) in
      do {
        try body(bytes)
        return true
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
  }
}
