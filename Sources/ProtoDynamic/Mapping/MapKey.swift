/// The key of a map entry; keys of one map are all of one case and sort as protobuf sorts them.
enum MapKey: Comparable {
  case bool(Bool)
  case signed(Int64)
  case unsigned(UInt64)
  case text(ExactText)

  /// The key as a name in JSON.
  var name: String {
    switch self {
    case .bool(let value): value ? "true" : "false"
    case .signed(let value): String(value)
    case .unsigned(let value): String(value)
    case .text(let value): value.text
    }
  }

  static func < (left: Self, right: Self) -> Bool {
    switch (left, right) {
    case (.bool(let left), .bool(let right)): !left && right
    case (.signed(let left), .signed(let right)): left < right
    case (.unsigned(let left), .unsigned(let right)): left < right
    case (.text(let left), .text(let right)): left < right
    default: false
    }
  }
}
