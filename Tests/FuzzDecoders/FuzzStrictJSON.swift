/// A reader of correct JSON after RFC 8259, against which the forgiving one of the import is held. It knows only yes and no.
struct FuzzStrictJSON {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  /// How many elements the array has that the bytes are; nil when they are anything else, nest more than 60 deep, have
  /// numbers of more than 900 digits, or escape halves of surrogate pairs.
  static func elements(in bytes: UnsafeRawBufferPointer) -> Int? {
    guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
    var reader = FuzzStrictJSON(bytes: bytes)
    guard let count = reader.array(depth: 0) else { return nil }
    reader.passSpace()
    return reader.position == bytes.count ? count : nil
  }

  private init(bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  private mutating func passSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
  }

  /// Passes `character` and the white space before it.
  private mutating func pass(_ character: Unicode.Scalar) -> Bool {
    passSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  private mutating func array(depth: Int) -> Int? {
    guard depth < 60, pass("[") else { return nil }
    if pass("]") { return 0 }
    var count = 0
    repeat {
      guard value(depth: depth + 1) else { return nil }
      count += 1
    } while pass(",")
    return pass("]") ? count : nil
  }

  private mutating func object(depth: Int) -> Bool {
    guard depth < 60, pass("{") else { return false }
    if pass("}") { return true }
    repeat {
      guard string(), pass(":"), value(depth: depth + 1) else { return false }
    } while pass(",")
    return pass("}")
  }

  private mutating func value(depth: Int) -> Bool {
    passSpace()
    guard position < bytes.count else { return false }
    switch bytes[position] {
    case UInt8(ascii: "["): return array(depth: depth) != nil
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "\""): return string()
    default: return scalar()
    }
  }

  private mutating func scalar() -> Bool {
    let rest = bytes[position...]
    let word = rest.prefix { ![0x20, 0x09, 0x0A, 0x0D].contains($0) && !",]}".utf8.contains($0) }
    position += word.count
    guard word.count <= 900 else { return false }
    let text = String(decoding: word, as: UTF8.self)
    let number = #/-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+\-]?[0-9]+)?/#
    return ["true", "false", "null"].contains(text) || (try? number.wholeMatch(in: text)) != nil
  }

  private mutating func string() -> Bool {
    guard pass("\"") else { return false }
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return true
      case ..<0x20: return false
      case UInt8(ascii: "\\"): guard escape() else { return false }
      default: break
      }
    }
    return false
  }

  private mutating func escape() -> Bool {
    guard position < bytes.count else { return false }
    let kind = bytes[position]
    position += 1
    guard kind == UInt8(ascii: "u") else { return "\"\\/bfnrt".utf8.contains(kind) }
    let digits = bytes[position...].prefix(4)
    position += digits.count
    guard digits.count == 4, let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16) else { return false }
    return digits.first != UInt8(ascii: "+") && Unicode.Scalar(unit) != nil
  }
}
