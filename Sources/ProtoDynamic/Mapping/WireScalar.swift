/// One scalar as it goes onto the wire.
enum WireScalar {
  case varint(UInt64)
  case fixed32(UInt32)
  case fixed64(UInt64)
  case text(String)
  case bytes([UInt8])

  /// An integer, given as 64 bits with its sign extended, in the layout of `kind`.
  init(_ value: UInt64, _ kind: FieldKind) {
    switch kind {
    case .sint32, .sint64:
      let signed = Int64(bitPattern: value)
      self = .varint(UInt64(bitPattern: signed << 1 ^ signed >> 63))
    case .fixed32, .sfixed32: self = .fixed32(UInt32(truncatingIfNeeded: value))
    case .fixed64, .sfixed64: self = .fixed64(value)
    default: self = .varint(value)
    }
  }

  /// True for the value that a field without presence leaves out. Minus zero is not it.
  var isDefault: Bool {
    switch self {
    case .varint(let value), .fixed64(let value): value == 0
    case .fixed32(let value): value == 0
    case .text(let text): text.isEmpty
    case .bytes(let bytes): bytes.isEmpty
    }
  }
}
