/// A JSON text as a tree: nothing rounded, nothing reordered, nothing dropped.
package enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// The number exactly as written.
  case number(String)
  case string(String)
  case array([JSONValue])
  /// Names are unique; the order is that of the text.
  case object([JSONMember])

  /// What the value is, for messages: "an object".
  var sort: String {
    switch self {
    case .null: "null"
    case .bool: "a Boolean"
    case .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}
