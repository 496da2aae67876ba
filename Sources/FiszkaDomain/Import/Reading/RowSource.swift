/// Makes rows of the text of a file, piece by piece.
protocol RowSource: Sendable {
  /// The rows that are ready, and the counts.
  var output: RowOutput { get set }

  /// Reads the next piece of UTF-8.
  mutating func read(_ text: UnsafeRawBufferPointer) throws(ImportReadingError)

  /// Ends the text.
  mutating func finish() throws(ImportReadingError)

  /// Adds what reading has found out.
  func complete(_ reading: inout ImportReading)
}
