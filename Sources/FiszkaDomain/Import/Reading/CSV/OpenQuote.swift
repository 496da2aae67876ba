/// What the parser remembers of a quoted field to be able to give it up.
struct OpenQuote: Sendable {
  /// Line that the opening quote stands on.
  private(set) var lineNumber: Int64 = 0
  /// Length of the record's bytes at the field's first line break; nil before it.
  private(set) var lengthAtFirstBreak: Int?
  /// The text behind that line break as it stands in the file.
  private var replay: [UInt8] = []
  /// How many bytes the field has in the file so far.
  private var byteCount = 0

  init() {}

  init(lineNumber: Int64) {
    self.lineNumber = lineNumber
  }

  var isTooLong: Bool { byteCount > CSVRecord.maximumFieldBytes }

  /// How many more bytes show that it is too long.
  var bytesToTooLong: Int { CSVRecord.maximumFieldBytes + 1 - byteCount }

  /// Takes note of bytes of the field as they stand in the file.
  mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    byteCount += bytes.count
    if lengthAtFirstBreak != nil { replay.append(contentsOf: bytes) }
  }

  mutating func add(_ byte: UInt8) {
    byteCount += 1
    if lengthAtFirstBreak != nil { replay.append(byte) }
  }

  /// Takes note of the first byte of a line break; `length` is that of the record's bytes before it.
  mutating func addLineBreak(_ byte: UInt8, length: Int) {
    if lengthAtFirstBreak == nil {
      byteCount += 1
      lengthAtFirstBreak = length
    } else {
      add(byte)
    }
  }

  /// Takes note of the LF of a CRLF.
  mutating func addSecondHalfOfLineBreak() {
    // Behind the first line break it is part of it, not of the text to be read again.
    if replay.isEmpty { byteCount += 1 } else { add(0x0A) }
  }

  /// The text to be read again; forgets it.
  mutating func takeReplay() -> [UInt8] {
    defer { self = OpenQuote() }
    return replay
  }
}
