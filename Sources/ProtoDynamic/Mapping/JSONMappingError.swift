/// Why JSON and a message could not be turned into one another, and where.
package struct JSONMappingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What stands in the way.
  package enum Code: Hashable, Sendable {
    /// The pool has no message of the name that the caller gave.
    case unknownMessage
    /// The text is not JSON.
    case invalidJSON
    /// The message has no field of this name.
    case unknownField
    /// One field, or one key of a map, is given twice under two spellings.
    case repeatedField
    /// Two members of a oneof are given.
    case severalOneofMembers
    /// The value is of another sort than the field takes.
    case wrongType
    /// The value is of the right sort, and its text or number is not one the field can hold.
    case invalidValue
    /// The number or time lies outside the field's range.
    case outOfRange
    /// The enum has no value of this name.
    case unknownEnumValue
    /// null stands where a value is needed.
    case unexpectedNull
    /// The message bytes are truncated or otherwise no valid encoding.
    case malformed
    /// A string of the message bytes is not UTF-8.
    case invalidUTF8
    /// Messages are nested deeper than allowed.
    case tooDeep
    /// The pool has no message for the type that an Any names.
    case unknownType
  }

  package let code: Code
  /// From the outermost message: `items[2].english`, `counts["a"]`; empty for the outermost message itself.
  package private(set) var path = ""
  /// A sentence that says what is wrong and what to do, without the path.
  package let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  package var description: String { path.isEmpty ? message : "\(path): \(message)" }

  /// The same error seen from the message whose field `name` holds it.
  func inField(_ name: String) -> Self { prefixed(name.utf8.count > 64 ? excerpt(name) : name, separator: ".") }

  /// The same error seen from the repeated field whose element holds it.
  func atIndex(_ index: Int) -> Self { prefixed("[\(index)]", separator: ".") }

  /// The same error seen from the map whose entry holds it.
  func atKey(_ key: String) -> Self { prefixed("[\(excerpt(key))]", separator: ".") }

  private func prefixed(_ prefix: String, separator: String) -> Self {
    var copy = self
    copy.path = path.isEmpty || path.utf8.first == UInt8(ascii: "[") ? prefix + path : prefix + separator + path
    return copy
  }
}
