/// Splits UTF-8 text into records, piece by piece, whatever the pieces are, after RFC 4180 and what files are really like.
///
/// - Lines end with LF, CR or CRLF, mixed at will. Lines with nothing but spaces and tabs are no records; they are counted.
/// - A field is quoted when its first character other than spaces and tabs is a quote. Within it, two quotes stand for one,
///   and delimiters and line breaks stand for themselves. Spaces behind the closing quote are dropped; other text there is
///   added to the field and reported. A quote anywhere else stands for itself.
/// - A quoted field that is open at the end of the file, longer than 64 KiB, or closed on a later line with text behind the
///   quote, makes its record invalid, with the field cut where its first line ends, and reading goes on with the line after
///   the one that the quote stands on. So a forgotten quote costs one record. Reading again takes no more steps than the
///   first time: all quotes in between are doubled, and such lines, read on their own, leave no field open.
/// - Fields, records and their number of fields are bounded (`CSVRecord`); what is beyond is dropped and reported.
///
/// Memory: one record and, within a quoted field with line breaks, its text once more.
package struct CSVParser: Sendable {
  enum State {
    /// At the start of a field, perhaps behind spaces.
    case fieldStart
    case unquoted
    case quoted
    /// Behind a quote in a quoted field: the end, or the first of two.
    case quoteInQuoted
    /// Behind the closing quote.
    case afterQuote
    /// In the rest of a line whose record is given up.
    case lostLine
  }

  let delimiter: Delimiter
  /// The byte that may end a field; with `dash`, the space that ends " - ".
  let delimiterByte: UInt8
  var record = CSVRecord()
  var state = State.fieldStart
  /// Line of the file that the next byte stands on, from 1.
  var line: Int64 = 1
  /// True behind a CR: an LF that follows belongs to the same line break.
  var isAfterCR = false
  /// Where the field that is read starts in the record's bytes.
  var fieldStart = 0
  /// Where the text behind the closing quote starts in the record's bytes.
  var textAfterQuoteStart = 0
  /// The quoted field that is read, should it never be closed.
  var openQuote = OpenQuote()
  /// True when the record has a quoted field: then it is a record even when it is empty.
  var hasQuotedField = false

  /// Lines so far that were no records because they were empty.
  package internal(set) var blankLines: Int64 = 0

  /// - Parameter firstLine: line of the file that the text starts on.
  package init(delimiter: Delimiter, firstLine: Int64 = 1) {
    self.delimiter = delimiter
    line = firstLine
    record.lineNumber = firstLine
    delimiterByte =
      switch delimiter {
      case .comma: UInt8(ascii: ",")
      case .semicolon: UInt8(ascii: ";")
      case .tab: 0x09
      case .pipe: UInt8(ascii: "|")
      case .dash: 0x20
      }
  }

  /// Reads one piece; records that end in it go to `sink`.
  package mutating func feed(_ bytes: UnsafeRawBufferPointer, into sink: inout some CSVSink) {
    read(bytes.bindMemory(to: UInt8.self), into: &sink)
  }

  /// Ends the file: the last record needs no line break.
  package mutating func finish(into sink: inout some CSVSink) {
    while state == .quoted { readAgain(into: &sink) }
    if state == .lostLine {
      state = .fieldStart
    } else if !record.ends.isEmpty || !record.bytes.isEmpty || hasQuotedField {
      endRecord(into: &sink)
    }
  }

  /// Gives up the open quote and reads again what follows its line.
  mutating func readAgain(into sink: inout some CSVSink) {
    giveUpQuote(into: &sink)
    let again = openQuote.takeReplay()
    again.withUnsafeBufferPointer { read($0, into: &sink) }
  }

  private mutating func read(_ input: UnsafeBufferPointer<UInt8>, into sink: inout some CSVSink) {
    var position = 0
    while position < input.count {
      switch state {
      case .fieldStart: position = readFieldStart(input, position, into: &sink)
      case .unquoted: position = readUnquoted(input, position, into: &sink)
      case .quoted where openQuote.isTooLong:
        readAgain(into: &sink)
      case .quoted: position = readQuoted(input, position)
      case .quoteInQuoted: position = readQuoteInQuoted(input, position)
      case .afterQuote: position = readAfterQuote(input, position, into: &sink)
      case .lostLine: position = readLostLine(input, position)
      }
    }
  }
}
