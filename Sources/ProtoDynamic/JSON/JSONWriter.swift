/// Appends JSON to one array of bytes, compact or with one member per line.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  private let indented: Bool
  private var depth = 0
  /// True when the open array or object has an element already.
  private var hasElement = false

  init(indented: Bool) {
    self.indented = indented
  }

  mutating func beginObject() { open(UInt8(ascii: "{")) }
  mutating func endObject() { close(UInt8(ascii: "}")) }
  mutating func beginArray() { open(UInt8(ascii: "[")) }
  mutating func endArray() { close(UInt8(ascii: "]")) }

  /// Starts an element of an array; its value must follow.
  mutating func beginElement() {
    if hasElement { bytes.append(UInt8(ascii: ",")) }
    hasElement = true
    breakLine()
  }

  /// Starts a member of an object; its value must follow.
  mutating func name(_ name: String) {
    beginElement()
    string(name)
    bytes.append(UInt8(ascii: ":"))
    if indented { bytes.append(UInt8(ascii: " ")) }
  }

  /// A number, true, false or null as it shall stand.
  mutating func literal(_ text: String) {
    bytes.append(contentsOf: text.utf8)
  }

  mutating func string(_ text: String) {
    var text = text
    text.withUTF8 { string(utf8: UnsafeRawBufferPointer($0)) }
  }

  /// A string from valid UTF-8.
  mutating func string(utf8: UnsafeRawBufferPointer) {
    bytes.append(UInt8(ascii: "\""))
    var runStart = 0
    for (offset, byte) in utf8.enumerated() where byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
      bytes.append(contentsOf: utf8[runStart..<offset])
      escape(byte)
      runStart = offset + 1
    }
    bytes.append(contentsOf: utf8[runStart...])
    bytes.append(UInt8(ascii: "\""))
  }

  /// Bytes as standard base64 with padding, in quotes.
  mutating func base64(_ value: UnsafeRawBufferPointer) {
    bytes.append(UInt8(ascii: "\""))
    Base64.append(value, to: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case 0x08: bytes.append(UInt8(ascii: "b"))
    case 0x09: bytes.append(UInt8(ascii: "t"))
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    case 0x0C: bytes.append(UInt8(ascii: "f"))
    case 0x0D: bytes.append(UInt8(ascii: "r"))
    case 0..<0x20:
      let hex = String(byte, radix: 16)
      bytes.append(contentsOf: (hex.utf8.count == 1 ? "u000" : "u00").utf8)
      bytes.append(contentsOf: hex.utf8)
    default: bytes.append(byte)
    }
  }

  private mutating func open(_ bracket: UInt8) {
    bytes.append(bracket)
    depth += 1
    hasElement = false
  }

  private mutating func close(_ bracket: UInt8) {
    depth -= 1
    if hasElement { breakLine() }
    bytes.append(bracket)
    hasElement = true
  }

  private mutating func breakLine() {
    guard indented else { return }
    bytes.append(0x0A)
    bytes.append(contentsOf: repeatElement(0x20, count: 2 * depth))
  }
}
