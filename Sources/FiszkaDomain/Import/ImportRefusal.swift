/// Why an import does not do what was asked. The import is as it was, but for `tooManyInvalidRows`, which sets it to `failed`.
package enum ImportRefusal: Error, Hashable, Sendable {
  /// A chunk starts behind the bytes received so far.
  case offsetBeyondReceived(offset: Int64, receivedBytes: Int64)
  /// An offset or a size is negative.
  case negativeNumber(field: String)
  /// Bytes that came before came again and are others; the offset of the first.
  case chunkDiffers(offset: Int64)
  /// The file would be larger than allowed.
  case fileTooLarge(bytes: Int64, maximum: Int64)
  /// A chunk is larger than allowed.
  case chunkTooLarge(bytes: Int64, maximum: Int64)
  /// The upload is finished: the file cannot change any more.
  case uploadAlreadyComplete
  /// The upload is not finished.
  case uploadIncomplete(receivedBytes: Int64)
  /// The size named at the end is not what was received.
  case wrongSize(stated: Int64, receivedBytes: Int64)
  /// The SHA-256 named at the end is not that of the bytes received.
  case wrongDigest
  /// The import is committed.
  case alreadyCommitted
  /// Neither the import nor the commit says where the rows go.
  case targetMissing
  /// There is nothing to undo: the import is not committed.
  case notCommitted
  /// The file has no data rows.
  case noRows
  /// More than half of the rows are invalid.
  case tooManyInvalidRows(invalid: Int64, total: Int64)
  /// Items of the commit have an answer or a review.
  case studied(items: Int64)
}
