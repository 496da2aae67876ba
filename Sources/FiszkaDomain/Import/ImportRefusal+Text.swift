extension ImportRefusal {
  /// The case for programs; never changes its meaning.
  package var code: String {
    switch self {
    case .offsetBeyondReceived: "OFFSET_BEYOND_RECEIVED"
    case .negativeNumber: "NEGATIVE_NUMBER"
    case .chunkDiffers: "CHUNK_DIFFERS"
    case .fileTooLarge: "FILE_TOO_LARGE"
    case .chunkTooLarge: "CHUNK_TOO_LARGE"
    case .uploadAlreadyComplete: "UPLOAD_ALREADY_COMPLETE"
    case .uploadIncomplete: "UPLOAD_INCOMPLETE"
    case .wrongSize: "WRONG_SIZE"
    case .wrongDigest: "WRONG_DIGEST"
    case .alreadyCommitted: "ALREADY_COMMITTED"
    case .targetMissing: "TARGET_MISSING"
    case .notCommitted: "NOT_COMMITTED"
    case .noRows: "NO_ROWS"
    case .tooManyInvalidRows: "TOO_MANY_INVALID_ROWS"
    case .studied: "ITEMS_STUDIED"
    }
  }

  /// One English sentence or two: what is wrong and what to do.
  package var message: String {
    switch self {
    case .offsetBeyondReceived(let offset, let receivedBytes):
      "The chunk starts at byte \(offset), but only \(receivedBytes) bytes have arrived; send on from byte \(receivedBytes)."
    case .negativeNumber(let field):
      "\(field) must not be negative."
    case .chunkDiffers(let offset):
      "Byte \(offset) has arrived before and was another: this is another file. Discard the import and begin again."
    case .fileTooLarge(let bytes, let maximum):
      "The file would have \(bytes) bytes, but at most \(maximum) are allowed; split the list."
    case .chunkTooLarge(let bytes, let maximum):
      "The chunk has \(bytes) bytes, but at most \(maximum) are allowed; send smaller chunks."
    case .uploadAlreadyComplete:
      "The upload of this file is finished; create another import for another file."
    case .uploadIncomplete(let receivedBytes):
      "The upload is not finished: \(receivedBytes) bytes have arrived; send the rest, then finish the upload."
    case .wrongSize(let stated, let receivedBytes):
      "The file has \(stated) bytes, but \(receivedBytes) have arrived; send on from there, or discard the import."
    case .wrongDigest:
      "The bytes that arrived do not have the stated SHA-256; discard the import and upload the file again."
    case .alreadyCommitted:
      "The import is committed and cannot change any more; it can be undone."
    case .targetMissing:
      "Neither this call nor CreateImport named a lesson; name one in target."
    case .notCommitted:
      "The import is not committed, so there is nothing to undo."
    case .noRows:
      "The file has no rows besides a header; nothing can be imported."
    case .tooManyInvalidRows(let invalid, let total):
      "\(invalid) of \(total) rows are invalid, more than half; correct them or read the file with other settings."
    case .studied(let items):
      "\(items) of the imported items have been studied since, so the import cannot be undone."
    }
  }

  /// The numbers behind the message, by name, in a fixed order.
  package var details: [(name: String, value: String)] {
    switch self {
    case .offsetBeyondReceived(let offset, let receivedBytes):
      [("offset", "\(offset)"), ("received_bytes", "\(receivedBytes)")]
    case .negativeNumber(let field): [("field", field)]
    case .chunkDiffers(let offset): [("offset", "\(offset)")]
    case .fileTooLarge(let bytes, let maximum), .chunkTooLarge(let bytes, let maximum):
      [("bytes", "\(bytes)"), ("maximum_bytes", "\(maximum)")]
    case .uploadIncomplete(let receivedBytes): [("received_bytes", "\(receivedBytes)")]
    case .wrongSize(let stated, let receivedBytes):
      [("size_bytes", "\(stated)"), ("received_bytes", "\(receivedBytes)")]
    case .tooManyInvalidRows(let invalid, let total): [("invalid_rows", "\(invalid)"), ("total_rows", "\(total)")]
    case .studied(let items): [("studied_items", "\(items)")]
    case .uploadAlreadyComplete, .wrongDigest, .alreadyCommitted, .targetMissing, .notCommitted, .noRows: []
    }
  }
}
