/// How a message is written as JSON.
package struct JSONFormat: Hashable, Sendable {
  /// One member per line, two spaces per level; else no white space at all.
  package var indented: Bool
  /// Names as in the `.proto` file; else lowerCamelCase.
  package var originalNames: Bool
  /// Also fields without presence that hold their default, and empty lists and maps.
  package var includesDefaults: Bool

  package init(indented: Bool = false, originalNames: Bool = false, includesDefaults: Bool = false) {
    self.indented = indented
    self.originalNames = originalNames
    self.includesDefaults = includesDefaults
  }
}
