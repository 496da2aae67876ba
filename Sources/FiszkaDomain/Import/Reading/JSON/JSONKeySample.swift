/// The keys of the first objects of a file.
struct JSONKeySample: JSONSink {
  /// As they stand in the file, each once, in the order in which they appear.
  private(set) var names: [String] = []

  /// - Parameter text: the start of the file as UTF-8, perhaps cut off.
  init(_ text: ArraySlice<UInt8>, format: ImportFormat) {
    var parser = JSONParser(format: format)
    // Where the JSON is broken, reading says so again.
    text.withUnsafeBytes { try? parser.feed($0, into: &self) }
  }

  mutating func beginObject(lineNumber: Int64) {}

  mutating func receive(
    key: UnsafeBufferPointer<UInt8>, text: UnsafeBufferPointer<UInt8>, kind: JSONValueKind, isCut: Bool
  ) {
    let name = String(decoding: key, as: UTF8.self)
    if names.count < JSONKeys.maximumCount && !names.contains(name) { names.append(name) }
  }

  mutating func endObject(problem: RowProblem?) {}
}
