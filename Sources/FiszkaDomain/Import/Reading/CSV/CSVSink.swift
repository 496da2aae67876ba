/// Takes the records of a file in order.
package protocol CSVSink {
  /// - Parameter record: valid during the call; the parser then reuses it.
  mutating func receive(_ record: borrowing CSVRecord)
}
