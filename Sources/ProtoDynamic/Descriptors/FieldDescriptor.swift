/// One field of a message, as declared.
package struct FieldDescriptor: Sendable {
  /// How many values the field may hold.
  package enum Label: UInt64, Sendable {
    case optional = 1
    case required = 2
    case repeated = 3
  }

  /// The name in the `.proto` file.
  package let name: String
  /// The name in JSON: `json_name`, by default the lowerCamelCase form of `name`.
  package let jsonName: String
  /// 1 to 536,870,911.
  package let number: Int
  package let kind: FieldKind
  package let label: Label
  /// True when the field is a map; its kind is then the entry message, whose field 1 is the key and field 2 the value.
  package let isMap: Bool
  /// True when repeated values are written packed. Readers take both forms.
  package let isPacked: Bool
  /// True when absent and default differ: messages, members of a oneof, `optional` fields, singular fields of proto2.
  package let hasPresence: Bool
  /// Index in the message's `oneofs`, also of the one-member oneof that stands behind a proto3 `optional` field.
  package let oneof: Int?

  /// True when the field holds any number of values, maps included.
  package var isRepeated: Bool { label == .repeated }
}
