package import NIOCore

extension ByteBuffer {
  /// Appends `value` as a base-128 varint of 1 to 10 bytes.
  package mutating func writeVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      writeInteger(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    writeInteger(UInt8(truncatingIfNeeded: rest))
  }

  /// Appends the tag that precedes a field's value.
  package mutating func writeTag(_ tag: WireTag) {
    writeVarint(UInt64(tag.field) << 3 | UInt64(tag.type.rawValue))
  }

  /// How many bytes `writeVarint` appends for `value`: 1 to 10.
  package static func varintLength(of value: UInt64) -> Int {
    (70 - (value | 1).leadingZeroBitCount) / 7
  }
}
