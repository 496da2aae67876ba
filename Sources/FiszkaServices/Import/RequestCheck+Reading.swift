import FiszkaAPI
import FiszkaDomain

extension RequestCheck {
  /// What a caller says about a file; nil when the caller says nothing. What is wrong becomes violations.
  mutating func settings(_ options: ImportReadingOptions?) -> ImportSettings? {
    guard let options else { return nil }
    if options.format == .json {
      require(options.delimiter == .unspecified, "reading.delimiter", "is left out for JSON.")
      require(options.header == .unspecified, "reading.header", "is left out for JSON.")
    }
    return ImportSettings(
      format: format(options.format), encoding: encoding(options.encoding), delimiter: delimiter(options.delimiter),
      hasHeader: header(options.header), mapping: mapping(options.columns))
  }

  private mutating func format(_ format: FiszkaAPI.ImportFormat) -> FiszkaDomain.ImportFormat? {
    switch format {
    case .unspecified: return nil
    case .csv: return .csv
    case .json: return .json
    case .unrecognized(let number): return unknown(number, "reading.format", "ImportFormat")
    }
  }

  private mutating func encoding(_ encoding: FiszkaAPI.TextEncoding) -> FiszkaDomain.TextEncoding? {
    switch encoding {
    case .unspecified: return nil
    case .utf8: return .utf8
    case .utf16le: return .utf16LittleEndian
    case .utf16be: return .utf16BigEndian
    case .windows1250: return .windows1250
    case .iso88592: return .iso8859Part2
    case .unrecognized(let number): return unknown(number, "reading.encoding", "TextEncoding")
    }
  }

  private mutating func delimiter(_ delimiter: FiszkaAPI.Delimiter) -> FiszkaDomain.Delimiter? {
    switch delimiter {
    case .unspecified: return nil
    case .comma: return .comma
    case .semicolon: return .semicolon
    case .tab: return .tab
    case .pipe: return .pipe
    case .spacedHyphen: return .dash
    case .unrecognized(let number): return unknown(number, "reading.delimiter", "Delimiter")
    }
  }

  private mutating func header(_ header: HeaderMode) -> Bool? {
    switch header {
    case .unspecified: return nil
    case .present: return true
    case .absent: return false
    case .unrecognized(let number): return unknown(number, "reading.header", "HeaderMode")
    }
  }

  private mutating func mapping(_ columns: [ColumnMapping]) -> [FiszkaDomain.ImportField: ColumnReference] {
    require(columns.count <= 64, "reading.columns", "has at most 64 entries.")
    var mapping: [FiszkaDomain.ImportField: ColumnReference] = [:]
    for (index, column) in columns.prefix(64).enumerated() {
      let path = "reading.columns[\(index)]"
      let reference: ColumnReference
      if column.column == 0 {
        require(!column.name.isEmpty, path, "has a column, from 1, or the name of a JSON key.")
        length(column.name, "\(path).name", atMost: 255)
        reference = .name(column.name)
      } else {
        require((1...1_000).contains(column.column), "\(path).column", "is 1 to 1,000, or 0 for JSON.")
        require(column.name.isEmpty, "\(path).name", "is left out where column says which.")
        reference = .index(Int(column.column) - 1)
      }
      guard let field = field(column.field, "\(path).field") else { continue }
      require(mapping.updateValue(reference, forKey: field) == nil, "\(path).field", "is named twice.")
    }
    let hasEnglish = mapping[.english] != nil
    require(columns.isEmpty || hasEnglish, "reading.columns", "names the column that is english.")
    return mapping
  }

  /// Nil for a column that is not read.
  private mutating func field(_ field: FiszkaAPI.ImportField, _ path: String) -> FiszkaDomain.ImportField? {
    switch field {
    case .unspecified: return nil
    case .english: return .english
    case .polish: return .polish
    case .example: return .example
    case .tags: return .tags
    case .phoneticHint: return .phoneticHint
    case .unrecognized(let number): return unknown(number, path, "ImportField")
    }
  }

  private mutating func unknown<Value>(_ number: Int32, _ path: String, _ type: String) -> Value? {
    require(false, path, "is no \(type): \(number).")
    return nil
  }
}
