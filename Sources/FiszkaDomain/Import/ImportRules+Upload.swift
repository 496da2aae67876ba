extension ImportRules {
  /// What to do with a chunk of the file.
  package enum OnUploadChunk: Hashable, Sendable {
    /// The first `skippedBytes` bytes have arrived before: when they are the same (`chunkDiffers` when not), write the rest at
    /// the end of the file, then record `receivedBytes`.
    case append(skippedBytes: Int64, receivedBytes: Int64)
    /// All of it has arrived before: when it is the same (`chunkDiffers` when not), answer with success.
    case alreadyReceived
    case refuse(ImportRefusal)
  }

  /// A chunk may come again, whole or in part; what has arrived counts, so an upload can always go on from `receivedBytes`.
  /// Other bytes in the same place are never taken and never passed over: two uploads must not mix into one file.
  package static func uploadChunk(
    of item: Import, offset: Int64, byteCount: Int64, limits: ImportLimits
  ) -> OnUploadChunk {
    if item.uploadComplete { return .refuse(.uploadAlreadyComplete) }
    if offset < 0 { return .refuse(.negativeNumber(field: "offset")) }
    if byteCount > limits.maximumChunkBytes {
      return .refuse(.chunkTooLarge(bytes: byteCount, maximum: limits.maximumChunkBytes))
    }
    if offset > item.receivedBytes {
      return .refuse(.offsetBeyondReceived(offset: offset, receivedBytes: item.receivedBytes))
    }
    let end = offset + byteCount
    if end > limits.maximumFileBytes { return .refuse(.fileTooLarge(bytes: end, maximum: limits.maximumFileBytes)) }
    if end <= item.receivedBytes { return .alreadyReceived }
    return .append(skippedBytes: item.receivedBytes - offset, receivedBytes: end)
  }

  /// What to do at the end of an upload.
  package enum OnFinishUpload: Hashable, Sendable {
    /// Compare the digest with that of the file (`wrongDigest` when they differ), then read and stage the rows.
    case stage
    /// Answer with the import as it is.
    case alreadyFinished
    case refuse(ImportRefusal)
  }

  /// Finishing twice with the same size and digest gives the same answer.
  ///
  /// - Parameters:
  ///   - sizeBytes: of the whole file, as the uploader knows it.
  ///   - digest: its SHA-256, likewise.
  package static func finishUpload(of item: Import, sizeBytes: Int64, digest: [UInt8]) -> OnFinishUpload {
    if sizeBytes < 0 { return .refuse(.negativeNumber(field: "size_bytes")) }
    if sizeBytes != item.receivedBytes {
      return .refuse(.wrongSize(stated: sizeBytes, receivedBytes: item.receivedBytes))
    }
    if !item.uploadComplete { return .stage }
    return item.digest == digest ? .alreadyFinished : .refuse(.wrongDigest)
  }

  /// What to do when a file is to be read again with other settings.
  package enum OnReread: Hashable, Sendable {
    /// Stage the rows again. When `droppedCorrections` is not 0, the answer says that they are gone.
    case stage(droppedCorrections: Int64)
    case refuse(ImportRefusal)
  }

  /// A finished upload can be read again until it is committed.
  package static func reread(_ item: Import) -> OnReread {
    if item.status == .committed { return .refuse(.alreadyCommitted) }
    if !item.uploadComplete { return .refuse(.uploadIncomplete(receivedBytes: item.receivedBytes)) }
    return .stage(droppedCorrections: item.counts.corrected)
  }
}
