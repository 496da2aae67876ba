extension JSONParser {
  /// Gives up the object: an invalid row. The byte that is wrong is read again as one to pass over.
  ///
  /// - Returns: false, for callers that say whether a byte was read.
  @discardableResult
  mutating func lose(_ reason: String, into sink: inout some JSONSink) -> Bool {
    let problem = RowProblem(.jsonSyntax, message: "The JSON is broken at line \(line): \(reason).")
    sink.endObject(problem: problem)
    isInElement = false
    scalar.removeAll(keepingCapacity: true)
    lostReason = reason
    lostLine = line
    // A quote that is missing turns texts inside out: the next object's brace is then in what was taken for text.
    hasLostObject = isArray && (text.contains(UInt8(ascii: "{")) || (isKey && key.contains(UInt8(ascii: "{"))))
    lastLostByte = 0
    state = .lost
    return false
  }

  /// Passes over what follows a broken object, to where the next one certainly starts.
  mutating func readLost(_ input: UnsafeBufferPointer<UInt8>, _ start: Int) throws(ImportReadingError) -> Int {
    if hasLostObject { throw .jsonSyntax(line: lostLine, reason: lostReason) }
    var position = start
    while position < input.count {
      let byte = input[position]
      switch byte {
      case 0x0A, 0x0D:
        passLineBreak(byte)
        if !isArray {
          state = .betweenElements
          return position + 1
        }
      case 0x20, 0x09: isAfterCR = false
      case UInt8(ascii: "{") where isArray:
        if isAtLineStart {
          state = .betweenElements
          return position
        }
        throw .jsonSyntax(line: lostLine, reason: lostReason)
      default:
        isAfterCR = false
        isAtLineStart = false
        lastLostByte = byte
      }
      position += 1
    }
    return position
  }
}
