import FiszkaDomain

/// UploadImportChunk: a piece of the file, safely on disk before it counts as received.
struct ImportUpload {
  let ports: ImportPorts
  let holds: ImportHolds

  func take(_ data: [UInt8], at offset: Int64, of id: Int64, limit: WorkLimit) throws -> Import {
    try holds.hold(id, for: .uploading, limit: limit) {
      try ports.deciding(on: id, limit: limit) { item in
        let order = ImportRules.uploadChunk(
          of: item, offset: offset, byteCount: Int64(data.count), limits: ports.limits)
        switch order {
        case .append(let skipped, let received):
          try checkSame(data, count: Int(skipped), at: offset, of: item, limit: limit)
          try data.withUnsafeBytes { bytes in
            let new = UnsafeRawBufferPointer(rebasing: bytes[Int(skipped)...])
            try ports.files.write(new, at: item.receivedBytes, ofImport: id, limit: limit)
          }
          return try ports.imports.recordUpload(receivedBytes: received, of: item, audit: nil, limit: limit)
        case .alreadyReceived:
          try checkSame(data, count: data.count, at: offset, of: item, limit: limit)
          return item
        case .refuse(let refusal):
          throw ImportFailure.refused(refusal, of: item)
        }
      }
    }
  }

  /// Refuses a chunk whose first `count` bytes, which have arrived before, were others then.
  private func checkSame(_ data: [UInt8], count: Int, at offset: Int64, of item: Import, limit: WorkLimit) throws {
    if count == 0 { return }
    let difference = try data.withUnsafeBytes { bytes in
      try ports.files.difference(
        of: UnsafeRawBufferPointer(rebasing: bytes[..<count]), at: offset, ofImport: item.id, limit: limit)
    }
    if let difference { throw ImportFailure.refused(.chunkDiffers(offset: difference), of: item) }
  }
}
