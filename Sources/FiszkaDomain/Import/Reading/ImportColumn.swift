/// A column of a file, or a key of its JSON objects.
package struct ImportColumn: Hashable, Sendable, Codable {
  /// Its text in the header, at most 64 Unicode scalars; empty where the file has no header.
  package let name: String
  /// The field it fills; nil: it is not imported.
  package let field: ImportField?

  package init(name: String, field: ImportField?) {
    self.name = name
    self.field = field
  }
}
