/// A strict reader of RFC 8259 texts.
///
/// Numbers keep their text, repeated names are refused, strings must be UTF-8, nesting is bounded. Time and memory are linear
/// in the size of the text; the caller bounds that size.
package struct JSONParser {
  let bytes: UnsafeBufferPointer<UInt8>
  /// Offset of the next byte.
  var position = 0
  private let depthLimit: Int

  private init(_ bytes: UnsafeBufferPointer<UInt8>, depthLimit: Int) {
    self.bytes = bytes
    self.depthLimit = depthLimit
  }

  /// Reads one JSON text. `depthLimit` is how many arrays and objects may be open at once.
  package static func parse(_ bytes: [UInt8], depthLimit: Int = 100) throws(JSONSyntaxError) -> JSONValue {
    let result: Result<JSONValue, JSONSyntaxError> = bytes.withUnsafeBufferPointer { buffer in
      do throws(JSONSyntaxError) {
        var parser = JSONParser(buffer, depthLimit: depthLimit)
        return .success(try parser.text())
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private mutating func text() throws(JSONSyntaxError) -> JSONValue {
    let value = try value(depth: 0)
    skipWhitespace()
    guard position == bytes.count else {
      throw error(.trailingText, "Something follows the JSON value; give one value only.")
    }
    return value
  }

  private mutating func value(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    skipWhitespace()
    guard position < bytes.count else {
      throw error(.unexpectedEnd, "The text ends where a value must stand; write the value.")
    }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try object(depth: depth + 1)
    case UInt8(ascii: "["): return try array(depth: depth + 1)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"):
      try word("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try word("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try word("null")
      return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
    default:
      throw error(
        .unexpectedCharacter, "No value starts like this; write an object, array, string, number, true, false or null.")
    }
  }

  private mutating func object(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    try open(depth: depth)
    var members: [JSONMember] = []
    var names = UniqueNames()
    if take(UInt8(ascii: "}")) { return .object([]) }
    while true {
      skipWhitespace()
      let start = position
      guard position < bytes.count else {
        throw error(.unexpectedEnd, "The object is not closed; write } at its end.")
      }
      guard bytes[position] == UInt8(ascii: "\"") else {
        throw error(.unexpectedCharacter, "A name in double quotes must stand here.")
      }
      let name = try string()
      guard names.insert(name, after: members) else {
        position = start
        throw error(.duplicateName, "The name \(excerpt(name)) stands twice in this object; keep one.")
      }
      try expect(UInt8(ascii: ":"), "A colon must follow the name.")
      members.append(JSONMember(name: name, value: try value(depth: depth)))
      if take(UInt8(ascii: "}")) { return .object(members) }
      try expect(UInt8(ascii: ","), "A comma or } must follow the value.")
    }
  }

  private mutating func array(depth: Int) throws(JSONSyntaxError) -> JSONValue {
    try open(depth: depth)
    var elements: [JSONValue] = []
    if take(UInt8(ascii: "]")) { return .array([]) }
    while true {
      elements.append(try value(depth: depth))
      if take(UInt8(ascii: "]")) { return .array(elements) }
      try expect(UInt8(ascii: ","), "A comma or ] must follow the value.")
    }
  }

  private mutating func open(depth: Int) throws(JSONSyntaxError) {
    guard depth <= depthLimit else {
      throw error(.tooDeep, "Arrays and objects are nested deeper than \(depthLimit); flatten the value.")
    }
    position += 1
  }

  private mutating func word(_ word: StaticString) throws(JSONSyntaxError) {
    let start = position
    for offset in 0..<word.utf8CodeUnitCount {
      guard position < bytes.count, bytes[position] == word.utf8Start[offset] else {
        position = start
        throw error(.unexpectedCharacter, "This is no value; did you mean \(word)?")
      }
      position += 1
    }
  }

  private mutating func number() throws(JSONSyntaxError) -> String {
    guard let end = JSONNumber.end(in: bytes, from: position) else {
      throw error(.unexpectedCharacter, "This is no JSON number; write it like -12, 0.5 or 1e9.")
    }
    defer { position = end }
    return String(decoding: bytes[position..<end], as: UTF8.self)
  }

  /// Takes `byte` after white space, if it is next.
  private mutating func take(_ byte: UInt8) -> Bool {
    skipWhitespace()
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ byte: UInt8, _ message: String) throws(JSONSyntaxError) {
    guard !take(byte) else { return }
    throw error(position == bytes.count ? .unexpectedEnd : .unexpectedCharacter, message)
  }

  private mutating func skipWhitespace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x09, 0x0A, 0x0D: position += 1
      default: return
      }
    }
  }

  /// An error at the current position; the line is counted only now.
  func error(_ code: JSONSyntaxError.Code, _ message: String) -> JSONSyntaxError {
    var line = 1
    var column = 1
    for byte in bytes[..<min(position, bytes.count)] {
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return JSONSyntaxError(code: code, line: line, column: column, message: message)
  }
}
