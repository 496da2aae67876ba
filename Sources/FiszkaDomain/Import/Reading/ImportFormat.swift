/// How the rows of a file are written down. The raw value goes over the wire and into the database.
package enum ImportFormat: String, Hashable, Sendable, Codable, CaseIterable {
  /// Lines of fields with a delimiter between them.
  case csv
  /// One JSON array of objects.
  case json
  /// JSON objects one after another, each on a line of its own.
  case jsonLines = "json_lines"
}
