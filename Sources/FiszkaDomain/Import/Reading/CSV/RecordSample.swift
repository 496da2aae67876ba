/// The first records of a file, kept as text to decide how the file is to be read.
struct RecordSample: CSVSink, Sendable {
  /// Most records kept.
  static let maximumRecords = 2_000

  private(set) var records: [[String]] = []

  /// - Parameters:
  ///   - text: the start of the file as UTF-8.
  ///   - isWholeFile: false when the text is cut off: then its last record, perhaps cut too, is left out.
  init(_ text: ArraySlice<UInt8>, delimiter: Delimiter, isWholeFile: Bool) {
    var parser = CSVParser(delimiter: delimiter)
    text.withUnsafeBytes { parser.feed($0, into: &self) }
    if isWholeFile { parser.finish(into: &self) }
  }

  mutating func receive(_ record: borrowing CSVRecord) {
    guard records.count < Self.maximumRecords else { return }
    var fields: [String] = []
    for index in 0..<record.fieldCount { fields.append(record.text(index)) }
    records.append(fields)
  }

  /// The number of fields that most records have, and how many do; of equally frequent numbers the greater.
  var commonWidth: (width: Int, count: Int) {
    var counts: [Int: Int] = [:]
    for record in records { counts[record.count, default: 0] += 1 }
    let best = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
    return best.map { ($0.key, $0.value) } ?? (0, 0)
  }
}
