import FiszkaAPI

extension ImportReading {
  /// How the file was read, for people: "CSV, UTF-8, comma, header: english, polish".
  var sentence: String {
    var parts = [format == .json ? "JSON" : "table", encoding.name]
    if format != .json {
      parts.append(delimiter.name)
      parts.append(header == .present ? "with a header" : "without a header")
    }
    let fields = columns.compactMap { column in
      column.field.name.map { "\(column.name.isEmpty ? "\(column.column)" : column.name) → \($0)" }
    }
    return parts.joined(separator: ", ") + (fields.isEmpty ? "" : "; columns: " + fields.joined(separator: ", "))
  }
}

extension TextEncoding {
  fileprivate var name: String {
    switch self {
    case .utf8: "UTF-8"
    case .utf16le: "UTF-16 LE"
    case .utf16be: "UTF-16 BE"
    case .windows1250: "windows-1250"
    case .iso88592: "ISO-8859-2"
    case .unspecified, .unrecognized: "unknown encoding"
    }
  }
}

extension Delimiter {
  fileprivate var name: String {
    switch self {
    case .comma: "comma"
    case .semicolon: "semicolon"
    case .tab: "tab"
    case .pipe: "|"
    case .spacedHyphen: "\" - \""
    case .unspecified, .unrecognized: "no delimiter"
    }
  }
}

extension ImportField {
  /// Nil for a column that is not imported.
  fileprivate var name: String? {
    switch self {
    case .english: "english"
    case .polish: "polish"
    case .example: "example"
    case .tags: "tags"
    case .phoneticHint: "phonetic_hint"
    case .unspecified, .unrecognized: nil
    }
  }
}
