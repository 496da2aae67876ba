/// Makes rows of JSON.
struct JSONRowSource: RowSource {
  private var parser: JSONParser
  private var builder: JSONRowBuilder

  init(_ reading: ImportReading, keys: JSONKeys) {
    parser = JSONParser(format: reading.format.value)
    builder = JSONRowBuilder(keys: keys)
  }

  var output: RowOutput {
    get { builder.output }
    _modify { yield &builder.output }
  }

  mutating func read(_ text: UnsafeRawBufferPointer) throws(ImportReadingError) {
    try parser.feed(text, into: &builder)
  }

  mutating func finish() throws(ImportReadingError) {
    try parser.finish(into: &builder)
  }

  func complete(_ reading: inout ImportReading) {
    reading.columns = builder.keys.columns
  }
}
