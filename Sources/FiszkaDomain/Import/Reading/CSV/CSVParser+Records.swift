extension CSVParser {
  mutating func endField() {
    if state == .afterQuote || state == .quoteInQuoted { endQuotedField() }
    if record.ends.count < CSVRecord.maximumFields {
      record.ends.append(record.bytes.count)
    } else {
      record.findings.insert(.tooManyFields)
      record.bytes.removeSubrange(fieldStart...)
    }
    fieldStart = record.bytes.count
    state = .fieldStart
  }

  /// Drops spaces behind a closing quote, and reports any other text there.
  private mutating func endQuotedField() {
    guard state == .afterQuote else { return }
    let text = record.bytes[textAfterQuoteStart...]
    if text.isEmpty { return }
    if text.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) {
      record.bytes.removeSubrange(textAfterQuoteStart...)
    } else {
      record.findings.insert(.textAfterQuote)
    }
  }

  /// Ends field and record. A line with nothing but spaces and tabs is none.
  mutating func endRecord(into sink: inout some CSVSink) {
    endField()
    if record.fieldCount == 1 && !hasQuotedField && record.findings.isEmpty && record.isBlank(0) {
      blankLines += 1
    } else {
      sink.receive(record)
    }
    startRecord()
  }

  private mutating func startRecord() {
    record.bytes.removeAll(keepingCapacity: true)
    record.ends.removeAll(keepingCapacity: true)
    record.findings = []
    record.lineNumber = line
    fieldStart = 0
    hasQuotedField = false
    state = .fieldStart
  }

  /// Reports the record of a quoted field that is not closed, with the field cut where its first line ends, and goes on
  /// behind that line: with what is to be read again, or by passing over what is left of the line.
  mutating func giveUpQuote(into sink: inout some CSVSink) {
    let goesOn = openQuote.lengthAtFirstBreak != nil
    if let length = openQuote.lengthAtFirstBreak {
      record.bytes.removeSubrange(length...)
      record.findings.remove(.fieldTooLarge)
    }
    record.findings.insert(.quoteNotClosed)
    state = .quoted
    line = openQuote.lineNumber
    endRecord(into: &sink)
    isAfterCR = false
    if goesOn {
      line += 1
      record.lineNumber = line
    } else {
      state = .lostLine
    }
  }
}
