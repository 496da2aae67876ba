import FiszkaDomain

/// Keeps every record of a file.
struct CSVCollector: CSVSink, Equatable {
  struct Record: Equatable {
    var line: Int64
    var fields: [String]
    var findings: UInt8
  }

  var records: [Record] = []

  mutating func receive(_ record: borrowing CSVRecord) {
    var fields: [String] = []
    for index in 0..<record.fieldCount { fields.append(record.text(index)) }
    records.append(Record(line: record.lineNumber, fields: fields, findings: record.findings.rawValue))
  }

  var fields: [[String]] { records.map(\.fields) }

  static func read(
    _ bytes: [UInt8], delimiter: Delimiter = .comma, pieces: Pieces = .whole
  ) -> (collector: CSVCollector, blankLines: Int64) {
    var parser = CSVParser(delimiter: delimiter)
    var collector = CSVCollector()
    for piece in pieces.of(bytes) { piece.withUnsafeBytes { parser.feed($0, into: &collector) } }
    parser.finish(into: &collector)
    return (collector, parser.blankLines)
  }
}
