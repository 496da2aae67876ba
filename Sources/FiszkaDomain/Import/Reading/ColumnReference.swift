/// Names a column of a file.
package enum ColumnReference: Hashable, Sendable, Codable {
  /// Counted from 0; not for JSON, whose objects have no order.
  case index(Int)
  /// The text in the header, or the JSON key. Compared as `TextKey`.
  case name(String)
}
