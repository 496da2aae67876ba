/// Where and why a text is not JSON.
package struct JSONSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was found in the way.
  package enum Code: Hashable, Sendable {
    /// The text ends inside a value.
    case unexpectedEnd
    /// A character that JSON does not allow here.
    case unexpectedCharacter
    /// Something other than white space follows the value.
    case trailingText
    /// A string is not UTF-8 or names half a surrogate pair.
    case invalidUnicode
    /// An object has this name twice.
    case duplicateName
    /// Arrays and objects are nested deeper than allowed.
    case tooDeep
  }

  package let code: Code
  /// Counted from 1.
  package let line: Int
  /// Characters (Unicode scalars) from the start of the line, counted from 1.
  package let column: Int
  /// A sentence that says what to do.
  package let message: String

  package var description: String { "Line \(line), column \(column): \(message)" }
}
