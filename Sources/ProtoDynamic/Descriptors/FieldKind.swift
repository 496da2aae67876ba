package import ProtobufCSupport

/// The declared type of a field's values. Messages and enums are named by their index in the pool that holds the field.
package enum FieldKind: Hashable, Sendable {
  case double
  case float
  case int32
  case int64
  case uint32
  case uint64
  case sint32
  case sint64
  case fixed32
  case fixed64
  case sfixed32
  case sfixed64
  case bool
  case string
  case bytes
  case message(Int)
  case enumeration(Int)

  /// How one value is laid out on the wire, unpacked.
  package var wireType: WireType {
    switch self {
    case .int32, .int64, .uint32, .uint64, .sint32, .sint64, .bool, .enumeration: .varint
    case .double, .fixed64, .sfixed64: .fixed64
    case .float, .fixed32, .sfixed32: .fixed32
    case .string, .bytes, .message: .lengthDelimited
    }
  }

  /// True when repeated values may be sent together as one length-delimited value.
  package var isPackable: Bool { wireType != .lengthDelimited }

  var isMessage: Bool {
    if case .message = self { true } else { false }
  }

  /// True for the kinds that a map may have as its key.
  var isMapKey: Bool {
    switch self {
    case .double, .float, .bytes, .message, .enumeration: false
    default: true
    }
  }
}
