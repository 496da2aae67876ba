/// Takes the objects of a file in order.
package protocol JSONSink {
  /// An object starts on this line, from 1.
  mutating func beginObject(lineNumber: Int64)

  /// One key of the object with its value.
  ///
  /// - Parameters:
  ///   - key: cut to `JSONParser.maximumKeyBytes`.
  ///   - text: the value, cut to `CSVRecord.maximumFieldBytes`.
  ///   - isCut: true when it was.
  mutating func receive(
    key: UnsafeBufferPointer<UInt8>, text: UnsafeBufferPointer<UInt8>, kind: JSONValueKind, isCut: Bool)

  /// The object ends, or something that should have been one. With a problem it is a row that cannot be imported.
  mutating func endObject(problem: RowProblem?)
}
