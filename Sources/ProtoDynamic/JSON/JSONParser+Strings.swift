extension JSONParser {
  /// The string whose opening quote is next; escapes are resolved.
  mutating func string() throws(JSONSyntaxError) -> String {
    let opening = position
    position += 1
    var text: [UInt8] = []
    var runStart = position
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let run = UnsafeBufferPointer(rebasing: bytes[runStart..<position])
        position += 1
        if text.isEmpty { return try validated(String(validating: run, as: UTF8.self), from: opening) }
        text.append(contentsOf: run)
        return try validated(String(validating: text, as: UTF8.self), from: opening)
      case UInt8(ascii: "\\"):
        text.append(contentsOf: bytes[runStart..<position])
        try appendEscape(to: &text)
        runStart = position
      case 0..<0x20:
        throw error(.unexpectedCharacter, "A control character must be escaped in a string, a line break as \\n.")
      default: position += 1
      }
    }
    position = opening
    throw error(.unexpectedEnd, "The string that starts here is not closed; write \" at its end.")
  }

  private mutating func validated(_ text: String?, from opening: Int) throws(JSONSyntaxError) -> String {
    guard let text else {
      position = opening
      throw error(.invalidUnicode, "The string that starts here is not UTF-8; convert the text to UTF-8.")
    }
    return text
  }

  private mutating func appendEscape(to text: inout [UInt8]) throws(JSONSyntaxError) {
    let start = position
    position += 1
    guard position < bytes.count else { throw error(.unexpectedEnd, "The text ends inside an escape; complete it.") }
    let letter = bytes[position]
    position += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"): text.append(contentsOf: String(try escapedScalar(from: start)).utf8)
    default:
      position = start
      throw error(.unexpectedCharacter, "JSON knows no such escape; a backslash itself is written \\\\.")
    }
  }

  private mutating func escapedScalar(from start: Int) throws(JSONSyntaxError) -> Unicode.Scalar {
    let first = try hexDigits()
    if let scalar = Unicode.Scalar(first) { return scalar }
    if first < 0xDC00, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
      bytes[position + 1] == UInt8(ascii: "u")
    {
      position += 2
      let second = try hexDigits()
      if (0xDC00...0xDFFF).contains(second),
        let scalar = Unicode.Scalar(0x1_0000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
      {
        return scalar
      }
    }
    position = start
    throw error(.invalidUnicode, "Half a surrogate pair stands here; write the character itself or both halves.")
  }

  private mutating func hexDigits() throws(JSONSyntaxError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard position < bytes.count, let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
        throw error(
          position == bytes.count ? .unexpectedEnd : .unexpectedCharacter, "Four hexadecimal digits must follow \\u.")
      }
      value = value << 4 | UInt16(digit)
      position += 1
    }
    return value
  }
}
