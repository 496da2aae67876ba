import ProtobufCSupport

extension [UInt8] {
  mutating func appendVarint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(truncatingIfNeeded: rest))
  }

  mutating func appendTag(_ field: Int, _ type: WireType) {
    appendVarint(UInt64(field) << 3 | UInt64(type.rawValue))
  }

  mutating func append(_ scalar: WireScalar) {
    switch scalar {
    case .varint(let value): appendVarint(value)
    case .fixed32(let value): Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    case .fixed64(let value): Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
    case .text(let text):
      appendVarint(UInt64(text.utf8.count))
      append(contentsOf: text.utf8)
    case .bytes(let bytes):
      appendVarint(UInt64(bytes.count))
      append(contentsOf: bytes)
    }
  }
}
