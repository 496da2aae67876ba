/// The published messages that have a JSON form of their own.
/// Source: https://protobuf.dev/programming-guides/json/.
enum WellKnownType: Sendable {
  case any
  case duration
  case fieldMask
  case list
  case structure
  case timestamp
  case value
  case wrapper

  init?(fullName: String) {
    switch fullName {
    case "google.protobuf.Any": self = .any
    case "google.protobuf.Duration": self = .duration
    case "google.protobuf.FieldMask": self = .fieldMask
    case "google.protobuf.ListValue": self = .list
    case "google.protobuf.Struct": self = .structure
    case "google.protobuf.Timestamp": self = .timestamp
    case "google.protobuf.Value": self = .value
    case "google.protobuf.DoubleValue", "google.protobuf.FloatValue", "google.protobuf.Int64Value",
      "google.protobuf.UInt64Value", "google.protobuf.Int32Value", "google.protobuf.UInt32Value",
      "google.protobuf.BoolValue", "google.protobuf.StringValue", "google.protobuf.BytesValue":
      self = .wrapper
    default: return nil
    }
  }

  /// True when the message has the published fields, so that the mapping may use them by position.
  func matches(_ message: MessageDescriptor, in messages: [MessageDescriptor], _ enums: [EnumDescriptor]) -> Bool {
    let fields = message.fields
    guard fields.map(\.number) == Array(1...max(fields.count, 1)) else { return false }
    func isSingular(_ kinds: FieldKind...) -> Bool {
      fields.map(\.kind) == kinds && fields.allSatisfy { !$0.isRepeated }
    }
    func isMessage(_ kind: FieldKind, _ fullName: String) -> Bool {
      if case .message(let index) = kind { messages[index].fullName == fullName } else { false }
    }
    switch self {
    case .any: return isSingular(.string, .bytes)
    case .duration, .timestamp: return isSingular(.int64, .int32)
    case .wrapper: return fields.count == 1 && !fields[0].isRepeated && !fields[0].kind.isMessage
    case .fieldMask: return fields.count == 1 && fields[0].isRepeated && fields[0].kind == .string
    case .list:
      return fields.count == 1 && fields[0].isRepeated && isMessage(fields[0].kind, "google.protobuf.Value")
    case .structure:
      guard fields.count == 1, fields[0].isMap, case .message(let entry) = fields[0].kind else { return false }
      return messages[entry].fields[0].kind == .string
        && isMessage(messages[entry].fields[1].kind, "google.protobuf.Value")
    case .value:
      guard fields.count == 6, fields.allSatisfy({ $0.oneof == 0 }), case .enumeration(let null) = fields[0].kind else {
        return false
      }
      return enums[null].isNullValue && fields[1...3].map(\.kind) == [.double, .string, .bool]
        && isMessage(fields[4].kind, "google.protobuf.Struct") && isMessage(fields[5].kind, "google.protobuf.ListValue")
    }
  }
}
