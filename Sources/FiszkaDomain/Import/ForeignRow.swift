/// A row as a file or a person gives it: nothing about it is known to be right.
package struct ForeignRow: Hashable, Sendable {
  /// Counts the data rows of the file from 1.
  package var number: Int64
  /// Line of the file that the row starts on, from 1.
  package var lineNumber: Int64
  package var english = ""
  package var polish = ""
  package var example = ""
  /// All tags in one text, as `TagList` reads it.
  package var tags = ""
  package var phoneticHint = ""
  /// Set when reading already found the row broken. The fields then hold what could be read.
  package var error: RowProblem?
  /// What reading found odd.
  package var warnings: [RowProblem] = []

  package init(number: Int64, lineNumber: Int64) {
    self.number = number
    self.lineNumber = lineNumber
  }

  /// A staged row to be corrected: its texts, without what was wrong with them.
  package init(_ row: ImportRow) {
    self.init(number: row.number, lineNumber: row.lineNumber)
    english = row.english
    polish = row.polish
    example = row.example
    tags = row.tags.text
    phoneticHint = row.phoneticHint
  }

  /// The text of one field.
  package subscript(_ field: ImportField) -> String {
    get {
      switch field {
      case .english: english
      case .polish: polish
      case .example: example
      case .tags: tags
      case .phoneticHint: phoneticHint
      }
    }
    set {
      switch field {
      case .english: english = newValue
      case .polish: polish = newValue
      case .example: example = newValue
      case .tags: tags = newValue
      case .phoneticHint: phoneticHint = newValue
      }
    }
  }
}
