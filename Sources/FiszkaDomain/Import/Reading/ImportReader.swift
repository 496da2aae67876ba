/// Reads a word list into validated rows, piece by piece, whatever the pieces are. Second pass over a file, after
/// `ImportDetector`.
///
/// Memory does not grow with the file: besides the rows of the piece just read it holds one record. Feed pieces of 64 KiB and
/// take the rows away after each; a piece may hold a row for every two bytes.
package struct ImportReader: Sendable {
  /// How much is decoded at a time.
  private static let stepBytes = 65_536

  private let plan: ImportPlan
  private var decoder: TextDecoder
  private var text: [UInt8] = []
  private var textToSkip: Int
  private var source: any RowSource

  package init(_ plan: ImportPlan) {
    self.plan = plan
    decoder = TextDecoder(plan.reading.encoding.value)
    textToSkip = plan.delimiterLineLength
    if let delimiter = plan.reading.delimiter?.value {
      source = CSVRowSource(plan.reading, delimiter: delimiter, firstLine: textToSkip > 0 ? 2 : 1)
    } else {
      source = JSONRowSource(plan.reading, keys: plan.keys)
    }
  }

  /// Reads one piece of the file and appends the rows that end in it.
  ///
  /// - Throws: only for JSON that is broken beyond repair; then the import as a whole cannot be read, and no more may be fed.
  package mutating func feed(
    _ bytes: UnsafeRawBufferPointer, into rows: inout [ImportRow]
  ) throws(ImportReadingError) {
    var start = 0
    while start < bytes.count {
      let end = min(start + Self.stepBytes, bytes.count)
      text.removeAll(keepingCapacity: true)
      decoder.decode(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), into: &text)
      try parse(isLast: false, into: &rows)
      start = end
    }
  }

  /// Ends the file and appends its last rows. Errors as for `feed`.
  package mutating func finish(into rows: inout [ImportRow]) throws(ImportReadingError) {
    text.removeAll(keepingCapacity: true)
    decoder.finish(into: &text)
    try parse(isLast: true, into: &rows)
  }

  /// How many rows there have been so far.
  package var counts: ImportCounts { source.output.counts }

  /// The decisions, with what reading has added: the keys of JSON objects that came late, the number of empty rows.
  package var reading: ImportReading {
    var reading = plan.reading
    source.complete(&reading)
    return reading
  }

  private mutating func parse(isLast: Bool, into rows: inout [ImportRow]) throws(ImportReadingError) {
    swap(&rows, &source.output.rows)
    defer { swap(&rows, &source.output.rows) }
    let skipped = min(textToSkip, text.count)
    textToSkip -= skipped
    // A second reference, not a copy: `text` is not changed while it is read.
    let text = text
    try text.withUnsafeBufferPointer { bytes throws(ImportReadingError) in
      try source.read(UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[skipped...])))
    }
    if isLast { try source.finish() }
  }
}
