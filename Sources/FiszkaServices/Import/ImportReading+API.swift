import FiszkaAPI
import FiszkaDomain

extension FiszkaAPI.ImportReading {
  /// Most columns that an answer shows.
  private static let shownColumns = 64

  /// - Parameter settings: what the caller had set.
  init(_ reading: FiszkaDomain.ImportReading, settings: ImportSettings) {
    let isCSV = reading.format.value == .csv
    let columns = reading.columns.prefix(Self.shownColumns).enumerated().map { index, column in
      ColumnMapping(
        column: isCSV ? Int32(index + 1) : 0, name: column.name, field: column.field.map { .init($0) } ?? .unspecified)
    }
    self.init(
      format: .init(reading.format.value), encoding: .init(reading.encoding.value),
      byteOrderMark: reading.hasByteOrderMark, delimiter: reading.delimiter.map { .init($0.value) } ?? .unspecified,
      header: reading.header.map { .init($0.value) } ?? .unspecified, columns: columns, options: .init(settings))
  }
}

extension ImportReadingOptions {
  init(_ settings: ImportSettings) {
    self.init(
      format: settings.format.map { .init($0) } ?? .unspecified,
      encoding: settings.encoding.map { .init($0) } ?? .unspecified,
      delimiter: settings.delimiter.map { .init($0) } ?? .unspecified,
      header: settings.hasHeader.map { .init($0) } ?? .unspecified,
      columns: FiszkaDomain.ImportField.allCases.compactMap { field in
        switch settings.mapping[field] {
        case nil: nil
        case .index(let index): ColumnMapping(column: Int32(clamping: index + 1), field: .init(field))
        case .name(let name): ColumnMapping(name: name, field: .init(field))
        }
      })
  }
}

extension FiszkaAPI.ImportFormat {
  init(_ format: FiszkaDomain.ImportFormat) {
    switch format {
    case .csv: self = .csv
    case .json, .jsonLines: self = .json
    }
  }
}

extension FiszkaAPI.TextEncoding {
  init(_ encoding: FiszkaDomain.TextEncoding) {
    switch encoding {
    case .utf8: self = .utf8
    case .utf16LittleEndian: self = .utf16le
    case .utf16BigEndian: self = .utf16be
    case .windows1250: self = .windows1250
    case .iso8859Part2: self = .iso88592
    }
  }
}

extension FiszkaAPI.Delimiter {
  init(_ delimiter: FiszkaDomain.Delimiter) {
    switch delimiter {
    case .comma: self = .comma
    case .semicolon: self = .semicolon
    case .tab: self = .tab
    case .pipe: self = .pipe
    case .dash: self = .spacedHyphen
    }
  }
}

extension HeaderMode {
  init(_ hasHeader: Bool) {
    self = hasHeader ? .present : .absent
  }
}
