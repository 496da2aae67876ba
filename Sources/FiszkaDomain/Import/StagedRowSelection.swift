/// Which rows of an import to show.
package enum StagedRowSelection: String, Hashable, Sendable, CaseIterable {
  case all
  /// Rows with an error.
  case invalid
  /// Rows with an error or a warning.
  case withProblems
}
