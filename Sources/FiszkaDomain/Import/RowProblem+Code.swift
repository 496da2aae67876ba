extension RowProblem {
  /// The rules a row can break. The raw value goes over the wire and into the database and never changes its meaning.
  package enum Code: String, Hashable, Sendable, CaseIterable {
    // Errors: the row is invalid until it is corrected.

    /// `english` has no text.
    case englishEmpty = "ENGLISH_EMPTY"
    /// A field or a tag has more Unicode scalars than it may.
    case tooLong = "TOO_LONG"
    /// A field has a control character other than tab and line break.
    case controlCharacter = "CONTROL_CHARACTER"
    /// Bytes of a field could not be read as text in the file's encoding.
    case unreadableText = "UNREADABLE_TEXT"
    /// More than `TagList.maximumCount` tags.
    case tooManyTags = "TOO_MANY_TAGS"
    /// A quoted field is not closed before the end of the file, or not within 64 KiB.
    case quoteNotClosed = "QUOTE_NOT_CLOSED"
    /// A field has more than 64 KiB.
    case fieldTooLarge = "FIELD_TOO_LARGE"
    /// All fields together have more than 1 MiB.
    case rowTooLarge = "ROW_TOO_LARGE"
    /// Text stands in more columns than the file has.
    case extraFields = "EXTRA_FIELDS"
    /// An object, or the line it stands on, is not JSON.
    case jsonSyntax = "JSON_SYNTAX"
    /// A value that should be an object with a word's fields is something else.
    case jsonNotAnObject = "JSON_NOT_AN_OBJECT"
    /// A field's value is an object or a list where text belongs.
    case jsonNestedValue = "JSON_NESTED_VALUE"
    /// Two keys of one object fill the same field.
    case jsonDuplicateKey = "JSON_DUPLICATE_KEY"

    // Warnings: the row is valid.

    /// `polish` has no text.
    case polishEmpty = "POLISH_EMPTY"
    /// The row ends before the file's last known column.
    case missingFields = "MISSING_FIELDS"
    /// Text follows the closing quote of a field; it was added to the field.
    case textAfterQuote = "TEXT_AFTER_QUOTE"
  }
}
