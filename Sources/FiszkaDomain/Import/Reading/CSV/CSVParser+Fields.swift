extension CSVParser {
  static let quote = UInt8(ascii: "\"")
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D

  mutating func readFieldStart(
    _ input: UnsafeBufferPointer<UInt8>, _ position: Int, into sink: inout some CSVSink
  ) -> Int {
    let byte = input[position]
    if isAfterCR {
      isAfterCR = false
      if byte == Self.lineFeed { return position + 1 }
    }
    if byte == Self.quote {
      if record.bytes.count > fieldStart { record.bytes.removeSubrange(fieldStart...) }
      hasQuotedField = true
      openQuote = OpenQuote(lineNumber: line)
      state = .quoted
      return position + 1
    }
    if byte == 0x20 || (byte == 0x09 && delimiter != .tab) {
      append(byte)
      return position + 1
    }
    state = .unquoted
    return readUnquoted(input, position, into: &sink)
  }

  /// Reads on in an unquoted field, or behind the closing quote of a quoted one, to its end or that of the input.
  mutating func readUnquoted(
    _ input: UnsafeBufferPointer<UInt8>, _ start: Int, into sink: inout some CSVSink
  ) -> Int {
    var end = start
    while end < input.count {
      let byte = input[end]
      if byte == delimiterByte || byte == Self.lineFeed || byte == Self.carriageReturn { break }
      end += 1
    }
    append(UnsafeBufferPointer(rebasing: input[start..<end]))
    if end == input.count { return end }
    let byte = input[end]
    if byte == Self.lineFeed || byte == Self.carriageReturn {
      isAfterCR = byte == Self.carriageReturn
      endRecord(into: &sink)
      line += 1
      record.lineNumber = line
    } else if delimiter != .dash {
      endField()
    } else {
      append(byte)
      if let length = dashLength {
        record.bytes.removeLast(length)
        endField()
      }
    }
    return end + 1
  }

  /// Length of the " - " that the field's bytes end with; nil when they do not. What stands in quotes does not count.
  private var dashLength: Int? {
    let start = state == .afterQuote ? textAfterQuoteStart : fieldStart
    let text = record.bytes[start...]
    for dash in [[0x20, 0x2D, 0x20], [0x20, 0xE2, 0x80, 0x93, 0x20], [0x20, 0xE2, 0x80, 0x94, 0x20]] as [[UInt8]]
    where text.count >= dash.count && text.suffix(dash.count).elementsEqual(dash) {
      return dash.count
    }
    return nil
  }

  mutating func readQuoted(_ input: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    if isAfterCR {
      isAfterCR = false
      if input[start] == Self.lineFeed {
        append(Self.lineFeed)
        openQuote.addSecondHalfOfLineBreak()
        return start + 1
      }
    }
    var end = start
    while end < input.count {
      let byte = input[end]
      if byte == Self.quote || byte == Self.lineFeed || byte == Self.carriageReturn { break }
      end += 1
    }
    let run = UnsafeBufferPointer(rebasing: input[start..<min(end, start + openQuote.bytesToTooLong)])
    append(run)
    openQuote.add(run)
    if openQuote.isTooLong || end == input.count { return start + run.count }
    let byte = input[end]
    if byte == Self.quote {
      state = .quoteInQuoted
    } else {
      openQuote.addLineBreak(byte, length: record.bytes.count)
      append(byte)
      isAfterCR = byte == Self.carriageReturn
      line += 1
    }
    return end + 1
  }

  mutating func readQuoteInQuoted(_ input: UnsafeBufferPointer<UInt8>, _ position: Int) -> Int {
    if input[position] == Self.quote {
      append(Self.quote)
      openQuote.add(Self.quote)
      openQuote.add(Self.quote)
      state = .quoted
      return position + 1
    }
    openQuote.add(Self.quote)
    textAfterQuoteStart = record.bytes.count
    state = .afterQuote
    return position
  }

  /// Reads on behind a closing quote. Where the field has line breaks, text there shows that the quote was none: most likely
  /// it opens a field of a later record, and the one of this record was never closed.
  mutating func readAfterQuote(
    _ input: UnsafeBufferPointer<UInt8>, _ position: Int, into sink: inout some CSVSink
  ) -> Int {
    let byte = input[position]
    let isEnd = byte == delimiterByte || byte == Self.lineFeed || byte == Self.carriageReturn
    if openQuote.lengthAtFirstBreak == nil || isEnd || delimiter == .dash {
      return readUnquoted(input, position, into: &sink)
    }
    if (byte == 0x20 || byte == 0x09) && !openQuote.isTooLong {
      append(byte)
      openQuote.add(byte)
      return position + 1
    }
    readAgain(into: &sink)
    return position
  }

  mutating func readLostLine(_ input: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int {
    var end = start
    while end < input.count, input[end] != Self.lineFeed, input[end] != Self.carriageReturn { end += 1 }
    if end == input.count { return end }
    isAfterCR = input[end] == Self.carriageReturn
    state = .fieldStart
    line += 1
    record.lineNumber = line
    return end + 1
  }

  @inline(__always)
  private mutating func append(_ run: UnsafeBufferPointer<UInt8>) {
    if run.isEmpty { return }
    let room = min(
      CSVRecord.maximumFieldBytes - (record.bytes.count - fieldStart), CSVRecord.maximumRecordBytes - record.bytes.count)
    if run.count <= room {
      record.bytes.append(contentsOf: run)
    } else {
      record.bytes.append(contentsOf: run.prefix(max(room, 0)))
      reportLackOfRoom()
    }
  }

  private mutating func append(_ byte: UInt8) {
    if record.bytes.count - fieldStart < CSVRecord.maximumFieldBytes, record.bytes.count < CSVRecord.maximumRecordBytes {
      record.bytes.append(byte)
    } else {
      reportLackOfRoom()
    }
  }

  private mutating func reportLackOfRoom() {
    let isField = record.bytes.count - fieldStart >= CSVRecord.maximumFieldBytes
    record.findings.insert(isField ? .fieldTooLarge : .recordTooLarge)
  }
}
