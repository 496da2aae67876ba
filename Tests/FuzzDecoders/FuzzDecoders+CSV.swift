import FiszkaDomain

extension FuzzDecoders {
  /// CSV into records: pieces make no difference, every line is part of a record or counted as blank, records are bounded.
  @Sendable public static func csv(_ bytes: UnsafeRawBufferPointer) {
    guard let input = FuzzPieces(bytes) else { return }
    let delimiter = Delimiter.allCases[input.choice % Delimiter.allCases.count]
    var parser = CSVParser(delimiter: delimiter)
    var whole = FuzzRecords()
    parser.feed(input.content, into: &whole)
    parser.finish(into: &whole)
    let blankLines = parser.blankLines
    parser = CSVParser(delimiter: delimiter)
    var cut = FuzzRecords()
    input.forEach { parser.feed($0, into: &cut) }
    parser.finish(into: &cut)
    precondition(whole == cut && blankLines == parser.blankLines, "Records depend on how the bytes are cut.")
    if whole.isComplete {
      let lines = Int64(lineBreaks(input.content)) + (endsOpen(input.content) ? 1 : 0)
      precondition(whole.lines + blankLines == lines, "Of \(lines) lines \(whole.lines + blankLines) are accounted for.")
    }
  }

  /// LF, CR and CRLF, each one line break.
  static func lineBreaks(_ bytes: some Sequence<UInt8>) -> Int {
    var count = 0
    var last: UInt8 = 0
    for byte in bytes {
      if byte == 0x0D || (byte == 0x0A && last != 0x0D) { count += 1 }
      last = byte
    }
    return count
  }

  /// True when something stands behind the last line break.
  private static func endsOpen(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard let last = bytes.last else { return false }
    return last != 0x0A && last != 0x0D
  }
}

/// Keeps what records say, and counts the lines that they stand on.
struct FuzzRecords: CSVSink, Equatable {
  private var fields: [[UInt8]] = []
  private var lineNumbers: [Int64] = []
  private var findings: [UInt8] = []
  private(set) var lines: Int64 = 0
  /// False when something was cut, so that its line breaks are not to be seen.
  private(set) var isComplete = true

  mutating func receive(_ record: borrowing CSVRecord) {
    precondition(record.fieldCount <= CSVRecord.maximumFields)
    var size = 0
    lines += 1
    for index in 0..<record.fieldCount {
      let field = record.withField(index) { Array($0) }
      precondition(field.count <= CSVRecord.maximumFieldBytes)
      size += field.count
      lines += Int64(FuzzDecoders.lineBreaks(field))
      fields.append(field)
    }
    precondition(size <= CSVRecord.maximumRecordBytes)
    precondition(record.lineNumber > lineNumbers.last ?? 0, "Two records start on one line.")
    lineNumbers.append(record.lineNumber)
    findings.append(record.findings.rawValue)
    if !record.findings.isDisjoint(with: [.fieldTooLarge, .recordTooLarge, .tooManyFields]) { isComplete = false }
  }
}
