extension JSONParser {
  mutating func startString(isKey: Bool) {
    self.isKey = isKey
    highSurrogate = nil
    if isKey { key.removeAll(keepingCapacity: true) }
    state = .string
  }

  /// Reads on in a string to its end, an escape, or the end of the input.
  mutating func readString(
    _ input: UnsafeBufferPointer<UInt8>, _ start: Int, into sink: inout some JSONSink
  ) -> Int {
    var end = start
    while end < input.count {
      let byte = input[end]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte < 0x20 { break }
      end += 1
    }
    if end > start { add(UnsafeBufferPointer(rebasing: input[start..<end])) }
    if end == input.count { return end }
    switch input[end] {
    case UInt8(ascii: "\\"): state = .escape
    case UInt8(ascii: "\""):
      flushSurrogate()
      if isKey { state = .beforeColon } else { endValue(.text, into: &sink) }
    case 0x0A, 0x0D:
      lose("a string does not end on its line", into: &sink)
      return end
    default:
      lose("a string holds a control character", into: &sink)
      return end
    }
    return end + 1
  }

  /// Reads one byte of an escape.
  mutating func readEscape(
    _ input: UnsafeBufferPointer<UInt8>, _ position: Int, into sink: inout some JSONSink
  ) -> Int {
    let byte = input[position]
    if state == .hexadecimal {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        lose("a \\u escape needs four hexadecimal digits", into: &sink)
        return position
      }
      escapedUnit = escapedUnit << 4 | UInt32(digit)
      escapedDigits += 1
      if escapedDigits == 4 { endUnit() }
      return position + 1
    }
    let meaning: UInt8
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): meaning = byte
    case UInt8(ascii: "b"): meaning = 0x08
    case UInt8(ascii: "f"): meaning = 0x0C
    case UInt8(ascii: "n"): meaning = 0x0A
    case UInt8(ascii: "r"): meaning = 0x0D
    case UInt8(ascii: "t"): meaning = 0x09
    case UInt8(ascii: "u"):
      escapedUnit = 0
      escapedDigits = 0
      state = .hexadecimal
      return position + 1
    default:
      lose("a backslash stands before something that is no escape", into: &sink)
      return position
    }
    withUnsafeBytes(of: meaning) { add($0.bindMemory(to: UInt8.self)) }
    state = .string
    return position + 1
  }

  private mutating func endUnit() {
    state = .string
    if let high = highSurrogate, (0xDC00...0xDFFF).contains(escapedUnit) {
      highSurrogate = nil
      addScalar(0x10000 + (high - 0xD800) << 10 + (escapedUnit - 0xDC00))
      return
    }
    flushSurrogate()
    switch escapedUnit {
    case 0xD800...0xDBFF: highSurrogate = escapedUnit
    case 0xDC00...0xDFFF: addScalar(0xFFFD)
    default: addScalar(escapedUnit)
    }
  }

  /// Half a pair is no character.
  private mutating func flushSurrogate() {
    if highSurrogate != nil {
      highSurrogate = nil
      addScalar(0xFFFD)
    }
  }

  private mutating func addScalar(_ scalar: UInt32) {
    var bytes: [UInt8] = []
    UTF8Writer.append(scalar, to: &bytes)
    bytes.withUnsafeBufferPointer { add($0) }
  }

  private mutating func add(_ bytes: UnsafeBufferPointer<UInt8>) {
    flushSurrogate()
    if isKey {
      key.append(contentsOf: bytes.prefix(Self.maximumKeyBytes - key.count))
    } else {
      append(bytes)
    }
  }
}
