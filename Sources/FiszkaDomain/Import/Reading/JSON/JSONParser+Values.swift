extension JSONParser {
  /// Reads on in a number, `true`, `false` or `null`, to the first byte that cannot be part of one.
  mutating func readScalar(
    _ input: UnsafeBufferPointer<UInt8>, _ start: Int, into sink: inout some JSONSink
  ) -> Int {
    var end = start
    while end < input.count, Self.isScalarByte(input[end]) { end += 1 }
    scalar.append(contentsOf: input[start..<min(end, start + Self.maximumScalarBytes + 1)])
    isAtLineStart = false
    if scalar.count > Self.maximumScalarBytes {
      lose("a number is longer than \(Self.maximumScalarBytes) digits", into: &sink)
      return end
    }
    if end == input.count { return end }
    let value = scalar
    scalar.removeAll(keepingCapacity: true)
    if value.elementsEqual("null".utf8) {
      endValue(.null, into: &sink)
    } else if value.elementsEqual("true".utf8) || value.elementsEqual("false".utf8) || Self.isNumber(value) {
      append(value)
      endValue(.text, into: &sink)
    } else {
      lose("a value is neither text in quotes nor a number, true, false or null", into: &sink)
    }
    return end
  }

  private static func isScalarByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// The grammar of numbers in RFC 8259, section 6.
  private static func isNumber(_ text: [UInt8]) -> Bool {
    var rest = text[...]
    func digits() -> Int {
      let count = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count
      rest.removeFirst(count)
      return count
    }
    if rest.first == UInt8(ascii: "-") { rest.removeFirst() }
    let startsWithZero = rest.first == UInt8(ascii: "0")
    let whole = digits()
    if whole == 0 || (startsWithZero && whole > 1) { return false }
    if rest.first == UInt8(ascii: ".") {
      rest.removeFirst()
      if digits() == 0 { return false }
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      rest.removeFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest.removeFirst() }
      if digits() == 0 { return false }
    }
    return rest.isEmpty
  }

  /// Reads a byte of what is passed over: only brackets and strings matter.
  mutating func readNested(_ byte: UInt8, into sink: inout some JSONSink) -> Bool {
    switch byte {
    case UInt8(ascii: "\""): state = .nestedString
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      if brackets.count == Self.maximumDepth {
        return lose("values nest more than \(Self.maximumDepth) deep", into: &sink)
      }
      brackets.append(byte == UInt8(ascii: "{"))
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      guard brackets.popLast() == (byte == UInt8(ascii: "}")) else {
        return lose("a bracket is closed by one of another kind", into: &sink)
      }
      if brackets.isEmpty { endValue(.nested, into: &sink) }
    default: break
    }
    return true
  }

  mutating func readNestedString(
    _ input: UnsafeBufferPointer<UInt8>, _ start: Int, into sink: inout some JSONSink
  ) -> Int {
    if state == .nestedEscape && input[start] >= 0x20 {
      state = .nestedString
      return start + 1
    }
    var end = start
    while end < input.count {
      let byte = input[end]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      end += 1
    }
    if end == input.count { return end }
    switch input[end] {
    case UInt8(ascii: "\\"): state = .nestedEscape
    case UInt8(ascii: "\""): state = .nested
    default:
      lose("a string holds a control character or does not end on its line", into: &sink)
      return end
    }
    return end + 1
  }
}
