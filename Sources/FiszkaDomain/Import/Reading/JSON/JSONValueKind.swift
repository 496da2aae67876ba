/// What stands behind a key of an object.
package enum JSONValueKind: Sendable {
  /// A string, a number as it is written, or `true` or `false`.
  case text
  case null
  /// A list of strings, numbers and truth values, here with "; " between them.
  case list
  /// An object, or a list with objects, lists or nulls in it; its text is not kept.
  case nested
}
