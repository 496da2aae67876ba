import FiszkaDomain

extension FuzzDecoders {
  /// JSON into objects: pieces make no difference, every object that begins ends, a correct array gives one row for each
  /// element, and of JSON lines every line that is not blank gives a row.
  @Sendable public static func rows(_ bytes: UnsafeRawBufferPointer) {
    guard let input = FuzzPieces(bytes) else { return }
    let format: ImportFormat = input.choice.isMultiple(of: 2) ? .json : .jsonLines
    var whole = FuzzObjects()
    let outcome = read(format, into: &whole) { (parser, sink) throws(ImportReadingError) in
      try parser.feed(input.content, into: &sink)
    }
    var cut = FuzzObjects()
    let cutOutcome = read(format, into: &cut) { (parser, sink) throws(ImportReadingError) in
      try input.forEach { (piece) throws(ImportReadingError) in try parser.feed(piece, into: &sink) }
    }
    precondition(whole == cut && outcome == cutOutcome, "Objects depend on how the bytes are cut.")
    if format == .jsonLines {
      precondition(outcome == nil, "JSON lines are refused as a whole: \(outcome?.message ?? "")")
      let rows = Set(whole.lineNumbers)
      for line in filledLines(input.content) { precondition(rows.contains(line), "Line \(line) gives no row.") }
    } else if let elements = FuzzStrictJSON.elements(in: input.content) {
      precondition(outcome == nil, "A correct array is refused: \(outcome?.message ?? "")")
      precondition(whole.ended == elements, "An array of \(elements) elements gives \(whole.ended) rows.")
    }
  }

  /// Reads a file; the error that refused it, if one did.
  private static func read(
    _ format: ImportFormat, into sink: inout FuzzObjects,
    _ feed: (inout JSONParser, inout FuzzObjects) throws(ImportReadingError) -> Void
  ) -> ImportReadingError? {
    var parser = JSONParser(format: format)
    do throws(ImportReadingError) {
      try feed(&parser, &sink)
      try parser.finish(into: &sink)
    } catch {
      return error
    }
    precondition(!sink.isOpen, "An object did not end.")
    return nil
  }

  /// Numbers of the lines with more than white space and commas.
  private static func filledLines(_ bytes: UnsafeRawBufferPointer) -> [Int64] {
    var lines: [Int64] = []
    var line: Int64 = 1
    var last: UInt8 = 0
    for byte in bytes {
      switch byte {
      case 0x0D: line += 1
      case 0x0A: if last != 0x0D { line += 1 }
      case 0x20, 0x09, UInt8(ascii: ","): break
      default: if lines.last != line { lines.append(line) }
      }
      last = byte
    }
    return lines
  }
}

/// Keeps what objects say.
struct FuzzObjects: JSONSink, Equatable {
  private struct Value: Equatable {
    var key: [UInt8]
    var text: [UInt8]
    var kind: JSONValueKind
    var isCut: Bool
  }

  private(set) var lineNumbers: [Int64] = []
  private(set) var ended = 0
  private(set) var isOpen = false
  private var values: [Value] = []
  private var problems: [RowProblem?] = []

  mutating func beginObject(lineNumber: Int64) {
    precondition(!isOpen, "An object begins in another one.")
    precondition(lineNumber >= lineNumbers.last ?? 1)
    isOpen = true
    lineNumbers.append(lineNumber)
  }

  mutating func receive(
    key: UnsafeBufferPointer<UInt8>, text: UnsafeBufferPointer<UInt8>, kind: JSONValueKind, isCut: Bool
  ) {
    precondition(isOpen, "A value stands outside of any object.")
    precondition(key.count <= JSONParser.maximumKeyBytes && text.count <= CSVRecord.maximumFieldBytes)
    values.append(Value(key: Array(key), text: Array(text), kind: kind, isCut: isCut))
  }

  mutating func endObject(problem: RowProblem?) {
    precondition(isOpen, "An object ends that did not begin.")
    isOpen = false
    ended += 1
    problems.append(problem)
  }
}
