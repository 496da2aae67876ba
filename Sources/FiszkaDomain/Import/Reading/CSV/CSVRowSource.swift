/// Makes rows of CSV.
struct CSVRowSource: RowSource {
  private var parser: CSVParser
  private var builder: CSVRowBuilder

  /// - Parameter delimiter: as in `reading`.
  init(_ reading: ImportReading, delimiter: Delimiter, firstLine: Int64) {
    parser = CSVParser(delimiter: delimiter, firstLine: firstLine)
    builder = CSVRowBuilder(columns: reading.columns, hasHeader: reading.header?.value ?? false)
  }

  var output: RowOutput {
    get { builder.output }
    _modify { yield &builder.output }
  }

  mutating func read(_ text: UnsafeRawBufferPointer) {
    parser.feed(text, into: &builder)
  }

  mutating func finish() {
    parser.finish(into: &builder)
  }

  func complete(_ reading: inout ImportReading) {
    reading.emptyRows = builder.output.emptyRows
  }
}
