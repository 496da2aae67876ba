extension JSONParser {
  /// Reads a byte that is no white space, between values. False: it is to be read again in the new state.
  mutating func readToken(_ byte: UInt8, into sink: inout some JSONSink) throws(ImportReadingError) -> Bool {
    switch state {
    case .beforeArray:
      guard byte == UInt8(ascii: "[") else { throw .jsonSyntax(line: line, reason: "the file does not start with [") }
      state = .betweenElements
      return true
    case .betweenElements: return startElement(byte, into: &sink)
    case .behindArray: throw .jsonSyntax(line: line, reason: "text stands behind the array's end")
    case .beforeKey: return startKey(byte, into: &sink)
    case .beforeColon:
      guard byte == UInt8(ascii: ":") else { return lose("a colon is missing behind a key", into: &sink) }
      state = .beforeValue
      return true
    case .beforeValue: return startValue(byte, in: .member, into: &sink)
    case .behindValue:
      switch byte {
      case UInt8(ascii: ","): state = .beforeKey
      case UInt8(ascii: "}"): endElement(nil, into: &sink)
      default: return lose("a comma or } is missing behind a value", into: &sink)
      }
      return true
    case .betweenListElements: return startListElement(byte, into: &sink)
    case .nested: return readNested(byte, into: &sink)
    case .string, .escape, .hexadecimal, .scalar, .nestedString, .nestedEscape, .lost: return false
    }
  }

  private mutating func startElement(_ byte: UInt8, into sink: inout some JSONSink) -> Bool {
    switch byte {
    case UInt8(ascii: ","): return true
    case UInt8(ascii: "]") where isArray:
      state = .behindArray
      return true
    default: break
    }
    isInElement = true
    text.removeAll(keepingCapacity: true)
    sink.beginObject(lineNumber: line)
    if byte == UInt8(ascii: "{") {
      state = .beforeKey
      return true
    }
    return startValue(byte, in: .element, into: &sink)
  }

  private mutating func startKey(_ byte: UInt8, into sink: inout some JSONSink) -> Bool {
    switch byte {
    case UInt8(ascii: "\""): startString(isKey: true)
    case UInt8(ascii: "}"): endElement(nil, into: &sink)
    case UInt8(ascii: ","): break
    default: return lose("a key in quotes is missing", into: &sink)
    }
    return true
  }

  private mutating func startValue(_ byte: UInt8, in place: Place, into sink: inout some JSONSink) -> Bool {
    self.place = place
    if place != .list {
      text.removeAll(keepingCapacity: true)
      isTextCut = false
    }
    switch byte {
    case UInt8(ascii: "\""):
      startString(isKey: false)
      return true
    case UInt8(ascii: "[") where place == .member:
      state = .betweenListElements
      listCount = 0
      listHoldsOther = false
      return true
    // A brace on a line of its own is rather the next object than what this one nests.
    case UInt8(ascii: "{") where !(isArray && isAtLineStart && place == .member), UInt8(ascii: "["):
      brackets = [byte == UInt8(ascii: "{")]
      state = .nested
      return true
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"):
      state = .scalar
      return false
    default:
      return lose("a value is missing", into: &sink)
    }
  }

  private mutating func startListElement(_ byte: UInt8, into sink: inout some JSONSink) -> Bool {
    switch byte {
    case UInt8(ascii: ","): return true
    case UInt8(ascii: "]"):
      place = .member
      endValue(listHoldsOther ? .nested : .list, into: &sink)
      return true
    default:
      listCount += 1
      if listCount > 1 { append([UInt8(ascii: ";"), 0x20]) }
      return startValue(byte, in: .list, into: &sink)
    }
  }

  /// A value is complete.
  mutating func endValue(_ kind: JSONValueKind, into sink: inout some JSONSink) {
    switch place {
    case .element:
      let problem = RowProblem(.jsonNotAnObject, message: "This is not an object with the fields of a word.")
      endElement(problem, into: &sink)
      // What else stands on such a line belongs to the same mistake.
      if !isArray { state = .lost }
    case .member:
      key.withUnsafeBufferPointer { key in
        text.withUnsafeBufferPointer { sink.receive(key: key, text: $0, kind: kind, isCut: isTextCut) }
      }
      state = .behindValue
    case .list:
      if kind != .text { listHoldsOther = true }
      state = .betweenListElements
    }
  }

  mutating func endElement(_ problem: RowProblem?, into sink: inout some JSONSink) {
    sink.endObject(problem: problem)
    isInElement = false
    state = .betweenElements
  }

  /// Adds bytes of a value as far as there is room.
  mutating func append(_ bytes: some Collection<UInt8>) {
    let room = CSVRecord.maximumFieldBytes - text.count
    if bytes.count <= room {
      text.append(contentsOf: bytes)
    } else {
      text.append(contentsOf: bytes.prefix(room))
      isTextCut = true
    }
  }
}
