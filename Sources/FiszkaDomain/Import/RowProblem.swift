/// What is wrong with one row, or odd about it.
package struct RowProblem: Hashable, Sendable {
  /// Which rule, for programs.
  package let code: Code
  /// The field it is about; nil: the row as a whole.
  package let field: ImportField?
  /// One English sentence for people, saying what to do where that is not plain.
  package let message: String

  package init(_ code: Code, field: ImportField? = nil, message: String) {
    self.code = code
    self.field = field
    self.message = message
  }
}
