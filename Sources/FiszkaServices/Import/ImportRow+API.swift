import FiszkaAPI
import FiszkaDomain

extension FiszkaAPI.ImportRow {
  /// Texts of an invalid row are cut to this many Unicode scalars.
  private static let shownLength = 1_000
  /// Tags of an invalid row are cut to this many.
  private static let shownTags = 100

  init(_ row: FiszkaDomain.ImportRow, isCorrected: Bool) {
    self.init(
      rowNumber: row.number, english: Self.cut(row.english), polish: Self.cut(row.polish), example: Self.cut(row.example),
      tags: row.tags.values.prefix(Self.shownTags).map(Self.cut), phoneticHint: Self.cut(row.phoneticHint),
      valid: row.isValid, errors: row.error.map { [.init($0)] } ?? [], warnings: row.warnings.map { .init($0) },
      corrected: isCorrected)
  }

  private static func cut(_ text: String) -> String {
    text.utf8.count <= shownLength ? text : String(text.unicodeScalars.prefix(shownLength))
  }
}

extension ImportRowProblem {
  init(_ problem: RowProblem) {
    self.init(
      code: .init(problem.code), field: problem.field.map { .init($0) } ?? .unspecified, message: problem.message)
  }
}

extension ImportRowProblemCode {
  init(_ code: RowProblem.Code) {
    switch code {
    case .englishEmpty: self = .englishEmpty
    case .tooLong, .tooManyTags, .fieldTooLarge, .rowTooLarge: self = .fieldTooLong
    case .controlCharacter: self = .controlCharacter
    case .unreadableText: self = .encodingUnreadable
    case .quoteNotClosed: self = .quoteOpen
    case .extraFields: self = .columnsExtra
    case .jsonSyntax, .jsonNotAnObject: self = .jsonMalformed
    case .jsonNestedValue, .jsonDuplicateKey: self = .jsonValueKind
    case .polishEmpty: self = .polishEmpty
    case .missingFields: self = .columnsMissing
    case .textAfterQuote: self = .textAfterQuote
    }
  }
}

extension FiszkaAPI.ImportField {
  init(_ field: FiszkaDomain.ImportField) {
    switch field {
    case .english: self = .english
    case .polish: self = .polish
    case .example: self = .example
    case .tags: self = .tags
    case .phoneticHint: self = .phoneticHint
    }
  }
}
