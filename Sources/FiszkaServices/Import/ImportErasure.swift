import FiszkaDomain

/// What becomes of an import whose uploader is erased: its raw file goes and, unless it is committed, its record with the staged
/// rows.
struct ImportErasure {
  let ports: ImportPorts

  /// Waits for the call that works on the import, if any. The file goes first, so that an erasure that breaks off here finds the
  /// record again.
  ///
  /// - Returns: whether there was an import to throw away.
  func erase(_ id: Int64, limit: WorkLimit) throws -> Bool {
    do {
      return try ports.holds.hold(id, for: .erasing, limit: limit) {
        try ports.files.remove(ofImport: id)
        while true {
          try limit.check()
          let item = try ports.imports.find(id, limit: limit)
          if item.status == .committed { return false }
          do {
            try ports.imports.discard(item, audit: nil, limit: limit)
            return true
          } catch StoreError.changed {
            // A call that needs no hold, such as the first preview, was faster.
          }
        }
      }
    } catch StoreError.notFound("import") {
      return false
    }
  }
}
