/// Judges rows, wherever they come from: a file or a correction.
package enum RowValidator {
  /// How many Unicode scalars of each field an invalid row keeps, so that it can be shown and corrected.
  package static let keptLength = 2_000

  /// Cleans the fields and finds the first error and all warnings.
  ///
  /// An error that reading has set stays the row's error. Then `english` must have text, no field or tag may be longer than
  /// `ImportField.maximumLength`, hold control characters or text that could not be read. An empty `polish` is a warning.
  package static func validate(_ row: ForeignRow) -> ImportRow {
    let english = FieldText.clean(row.english)
    let polish = FieldText.clean(row.polish)
    let example = FieldText.clean(row.example)
    let hint = FieldText.clean(row.phoneticHint)
    let tagText = FieldText.clean(row.tags)
    let tags = TagList(parsing: tagText.text)
    let error =
      row.error
      ?? problem(in: english, of: .english)
      ?? (english.length == 0 ? englishEmpty : nil)
      ?? problem(in: polish, of: .polish)
      ?? problem(in: example, of: .example)
      ?? problem(in: tags, from: tagText)
      ?? problem(in: hint, of: .phoneticHint)
    guard let error else {
      return ImportRow(
        number: row.number, lineNumber: row.lineNumber, english: english.text, polish: polish.text, example: example.text,
        tags: tags, phoneticHint: hint.text, error: nil,
        warnings: polish.length == 0 ? row.warnings + [polishEmpty] : row.warnings)
    }
    return ImportRow(
      number: row.number, lineNumber: row.lineNumber, english: cut(english), polish: cut(polish), example: cut(example),
      tags: tags.cut(toLength: keptLength), phoneticHint: cut(hint), error: error, warnings: row.warnings)
  }

  private static let englishEmpty = RowProblem(
    .englishEmpty, field: .english, message: "The English word is missing.")
  private static let polishEmpty = RowProblem(
    .polishEmpty, field: .polish, message: "The Polish translation is missing; it can be added later.")

  private static func problem(in text: FieldText, of field: ImportField) -> RowProblem? {
    if text.hasUnreadableCharacter {
      return RowProblem(
        .unreadableText, field: field,
        message: "A character of \(field.rawValue) could not be read; check the file's encoding or correct the row.")
    }
    if text.hasControlCharacter {
      return RowProblem(
        .controlCharacter, field: field, message: "\(field.rawValue) has a control character; remove it.")
    }
    return lengthProblem(text.length, of: field)
  }

  private static func problem(in tags: TagList, from text: FieldText) -> RowProblem? {
    if text.hasUnreadableCharacter || text.hasControlCharacter { return problem(in: text, of: .tags) }
    if tags.values.count > TagList.maximumCount {
      return RowProblem(
        .tooManyTags, field: .tags,
        message: "The row has more than \(TagList.maximumCount) tags; remove some.")
    }
    for tag in tags.values {
      if let problem = lengthProblem(tag.unicodeScalars.count, of: .tags) { return problem }
    }
    return nil
  }

  private static func lengthProblem(_ length: Int, of field: ImportField) -> RowProblem? {
    guard length > field.maximumLength else { return nil }
    let subject = field == .tags ? "A tag" : field.rawValue
    return RowProblem(
      .tooLong, field: field,
      message: "\(subject) has \(length) characters, but at most \(field.maximumLength) are allowed.")
  }

  private static func cut(_ text: FieldText) -> String {
    text.length <= keptLength ? text.text : String(text.text.unicodeScalars.prefix(keptLength))
  }
}
