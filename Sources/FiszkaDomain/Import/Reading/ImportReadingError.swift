/// Why a file as a whole cannot be read as a word list. No row of it is staged then.
package enum ImportReadingError: Error, Hashable, Sendable {
  /// The file has no bytes, or nothing but white space.
  case emptyFile
  /// The file is something other than text; what, as far as its first bytes tell.
  case binaryFile(kind: String)
  /// The file is text with NUL bytes in it; the offset of the first.
  case nulBytes(offset: Int64)
  /// The bytes are text in no encoding that is known here; what speaks against each.
  case unreadableEncoding(reason: String)
  /// No column of the file fills `english`; the columns it has.
  case missingEnglishColumn(columns: [String])
  /// The settings name a column that the file does not have, or one column for two fields.
  case impossibleMapping(field: ImportField, reason: String)
  /// JSON is broken where reading cannot go on without losing rows.
  case jsonSyntax(line: Int64, reason: String)
}

extension ImportReadingError {
  /// The case for programs; never changes its meaning.
  package var code: String {
    switch self {
    case .emptyFile: "EMPTY_FILE"
    case .binaryFile: "BINARY_FILE"
    case .nulBytes: "NUL_BYTES"
    case .unreadableEncoding: "UNREADABLE_ENCODING"
    case .missingEnglishColumn: "MISSING_ENGLISH_COLUMN"
    case .impossibleMapping: "IMPOSSIBLE_MAPPING"
    case .jsonSyntax: "JSON_SYNTAX"
    }
  }

  /// One or two English sentences: what is wrong and what to do.
  package var message: String {
    switch self {
    case .emptyFile:
      "The file is empty."
    case .binaryFile(let kind):
      "The file is not a word list but \(kind); save the list as CSV (UTF-8) and import that."
    case .nulBytes(let offset):
      "The file has NUL bytes, the first at byte \(offset); it is damaged or no text. Save the list as CSV (UTF-8) again."
    case .unreadableEncoding(let reason):
      "The file's encoding is not known: \(reason). Save the list as CSV (UTF-8), or name the encoding."
    case .missingEnglishColumn(let columns):
      "No column has the English words; name it. The file has: \(columns.joined(separator: ", "))."
    case .impossibleMapping(let field, let reason):
      "The column for \(field.rawValue) cannot be used: \(reason)."
    case .jsonSyntax(let line, let reason):
      "The JSON is broken at line \(line): \(reason). Correct the file and upload it again."
    }
  }

  /// The values behind the message, by name, in a fixed order.
  package var details: [(name: String, value: String)] {
    switch self {
    case .emptyFile: []
    case .binaryFile(let kind): [("kind", kind)]
    case .nulBytes(let offset): [("offset", "\(offset)")]
    case .unreadableEncoding(let reason): [("reason", reason)]
    case .missingEnglishColumn(let columns): [("columns", columns.joined(separator: ", "))]
    case .impossibleMapping(let field, let reason): [("field", field.rawValue), ("reason", reason)]
    case .jsonSyntax(let line, let reason): [("line", "\(line)"), ("reason", reason)]
    }
  }
}
