/// How a field's value is laid out after its tag, as the protobuf encoding defines it.
package enum WireType: UInt8, Sendable {
  case varint = 0
  case fixed64 = 1
  case lengthDelimited = 2
  case fixed32 = 5
}

/// A field number with the layout of the value that follows.
package struct WireTag: Hashable, Sendable {
  /// 1 to 536,870,911.
  package let field: Int
  /// The layout of the value.
  package let type: WireType

  package init(field: Int, type: WireType) {
    self.field = field
    self.type = type
  }
}

/// Reads the protobuf wire format from borrowed memory without copying it.
///
/// Every length is checked against what is left before it is used. Groups (deprecated wire types 3 and 4) are refused as
/// malformed. Valid only as long as the memory it was made from.
package struct WireReader {
  private let bytes: UnsafeRawBufferPointer
  /// Offset of the next byte in the memory given to `init`.
  package private(set) var position = 0

  package init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  /// True when nothing is left to read.
  package var isAtEnd: Bool { position == bytes.count }

  /// The next tag, or nil at the end of the message.
  package mutating func nextTag() throws(ProtobufError) -> WireTag? {
    if isAtEnd { return nil }
    let raw = try readVarint()
    let field = raw >> 3
    guard (1...536_870_911).contains(field), let type = WireType(rawValue: UInt8(raw & 7)) else { throw .malformed }
    return WireTag(field: Int(field), type: type)
  }

  /// A base-128 varint of at most 10 bytes whose value fits 64 bits.
  package mutating func readVarint() throws(ProtobufError) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if shift == 63 && byte > 1 { throw .malformed }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw .malformed
  }

  /// A little-endian 32-bit value.
  package mutating func readFixed32() throws(ProtobufError) -> UInt32 {
    let start = try advance(by: 4)
    return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self))
  }

  /// A little-endian 64-bit value.
  package mutating func readFixed64() throws(ProtobufError) -> UInt64 {
    let start = try advance(by: 8)
    return UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
  }

  /// Offsets, in the memory given to `init`, of a length-delimited value's bytes.
  package mutating func readLengthDelimited() throws(ProtobufError) -> Range<Int> {
    let length = try readVarint()
    guard length <= UInt64(bytes.count - position) else { throw .malformed }
    let start = try advance(by: Int(length))
    return start..<position
  }

  /// Passes over a value of the given layout.
  package mutating func skip(_ type: WireType) throws(ProtobufError) {
    switch type {
    case .varint: _ = try readVarint()
    case .fixed64: _ = try advance(by: 8)
    case .lengthDelimited: _ = try readLengthDelimited()
    case .fixed32: _ = try advance(by: 4)
    }
  }

  /// The bytes at `range`, which came from `readLengthDelimited`.
  package subscript(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[range])
  }

  private mutating func advance(by count: Int) throws(ProtobufError) -> Int {
    guard count <= bytes.count - position else { throw .malformed }
    defer { position += count }
    return position
  }
}
