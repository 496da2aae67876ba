/// What stands between the fields of a line. The raw value goes over the wire and into the database.
package enum Delimiter: String, Hashable, Sendable, Codable, CaseIterable {
  case comma
  case semicolon
  case tab
  case pipe
  /// A hyphen, an en dash or an em dash with a space on both sides, as in handwritten lists.
  case dash
}
