/// What a person says about a file instead of leaving it to be detected. Nil or empty: detected.
package struct ImportSettings: Hashable, Sendable, Codable {
  package var format: ImportFormat?
  package var encoding: TextEncoding?
  /// Only for CSV.
  package var delimiter: Delimiter?
  /// Whether the first row has the names of the columns. Only for CSV.
  package var hasHeader: Bool?
  /// Which column fills which field. When not empty, fields that are missing here are left empty, and `english` must be here.
  package var mapping: [ImportField: ColumnReference]

  package init(
    format: ImportFormat? = nil, encoding: TextEncoding? = nil, delimiter: Delimiter? = nil, hasHeader: Bool? = nil,
    mapping: [ImportField: ColumnReference] = [:]
  ) {
    self.format = format
    self.encoding = encoding
    self.delimiter = delimiter
    self.hasHeader = hasHeader
    self.mapping = mapping
  }
}
