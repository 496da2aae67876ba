/// A row that `RowValidator` has judged: trimmed, in NFC, and either fit for a lesson or with the reason why not.
package struct ImportRow: Hashable, Sendable {
  /// Counts the data rows of the file from 1.
  package let number: Int64
  /// Line of the file that the row starts on, from 1.
  package let lineNumber: Int64
  package let english: String
  package let polish: String
  package let example: String
  package let tags: TagList
  package let phoneticHint: String
  /// Why the row is invalid; nil: it is valid. Text of an invalid row is cut to `RowValidator.keptLength` scalars a field.
  package let error: RowProblem?
  package let warnings: [RowProblem]

  package var isValid: Bool { error == nil }

  package init(
    number: Int64, lineNumber: Int64, english: String, polish: String, example: String, tags: TagList,
    phoneticHint: String, error: RowProblem?, warnings: [RowProblem]
  ) {
    self.number = number
    self.lineNumber = lineNumber
    self.english = english
    self.polish = polish
    self.example = example
    self.tags = tags
    self.phoneticHint = phoneticHint
    self.error = error
    self.warnings = warnings
  }
}
