package import FiszkaDomain
import Glibc

/// The raw files of imports, `imports/<id>` in the data folder.
///
/// Pieces are written in place: what lies behind the bytes that the import's record counts is not part of the file, so no
/// broken write can be taken for data, and a piece that comes again lands where the first one did.
package struct ImportFileFolder: ImportFileStore {
  let store: Store
  private let makeDigest: @Sendable () -> any FileDigest

  /// - Parameters:
  ///   - store: whose data folder holds the files.
  ///   - makeDigest: a new SHA-256.
  package init(_ store: Store, makeDigest: @escaping @Sendable () -> any FileDigest) {
    self.store = store
    self.makeDigest = makeDigest
  }

  /// - Throws: `.misuse` when `offset` is negative or behind the end; `.full`; `.unavailable`.
  package func write(
    _ bytes: UnsafeRawBufferPointer, at offset: Int64, ofImport id: Int64, limit: WorkLimit
  ) throws(StoreError) {
    try limit.check()
    try storing { () throws(SystemError) in
      let file = try FileDescriptor(path(id), O_RDWR | O_CREAT)
      let size = try file.size()
      guard (0...size).contains(offset) else { return .misuse("a piece at \(offset) of a file of \(size) bytes") }
      try file.write(bytes, at: offset)
      try file.truncate(to: offset + Int64(bytes.count))
      try file.synchronize()
      if size == 0 { try FileDescriptor(folder, O_RDONLY | O_DIRECTORY).synchronize() }
      return nil
    }
  }

  package func read(
    ofImport id: Int64, size: Int64, limit: WorkLimit, _ body: (UnsafeRawBufferPointer) throws(StoreError) -> Bool
  ) throws(StoreError) {
    let file: FileDescriptor
    do {
      file = try FileDescriptor(path(id), O_RDONLY)
    } catch {
      throw error.code == ENOENT ? .notFound("import file") : error.storeError
    }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { buffer.deallocate() }
    var offset: Int64 = 0
    while offset < size {
      try limit.check()
      let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer[..<Int(min(Int64(buffer.count), size - offset))])
      let count: Int
      do {
        count = try file.read(into: wanted, at: offset)
      } catch {
        throw error.storeError
      }
      if count == 0 { throw .corrupt("the file of import \(id) ends at \(offset) of \(size) bytes") }
      offset += Int64(count)
      if try !body(UnsafeRawBufferPointer(rebasing: wanted[..<count])) { return }
    }
  }

  package func difference(
    of bytes: UnsafeRawBufferPointer, at offset: Int64, ofImport id: Int64, limit: WorkLimit
  ) throws(StoreError) -> Int64? {
    try limit.check()
    let file: FileDescriptor
    do {
      file = try FileDescriptor(path(id), O_RDONLY)
    } catch {
      throw error.code == ENOENT ? .notFound("import file") : error.storeError
    }
    let stored = UnsafeMutableRawBufferPointer.allocate(byteCount: min(bytes.count, 64 << 10), alignment: 16)
    defer { stored.deallocate() }
    var compared = 0
    while compared < bytes.count {
      let count: Int
      do {
        count = try file.read(into: stored, at: offset + Int64(compared))
      } catch {
        throw error.storeError
      }
      if count == 0 { throw .corrupt("the file of import \(id) ends before byte \(offset + Int64(bytes.count))") }
      for index in 0..<min(count, bytes.count - compared) where stored[index] != bytes[compared + index] {
        return offset + Int64(compared + index)
      }
      compared += count
    }
    return nil
  }

  package func digest(ofImport id: Int64, size: Int64, limit: WorkLimit) throws(StoreError) -> [UInt8] {
    var digest = makeDigest()
    try read(ofImport: id, size: size, limit: limit) { bytes throws(StoreError) in
      digest.update(bytes)
      return true
    }
    return digest.finish()
  }

  package func remove(ofImport id: Int64) throws(StoreError) {
    try storing { () throws(SystemError) in
      if unlink(path(id)) != 0 {
        if errno == ENOENT { return nil }
        throw SystemError("remove \(path(id))")
      }
      try FileDescriptor(folder, O_RDONLY | O_DIRECTORY).synchronize()
      return nil
    }
  }

  var folder: String { store.folder.imports }

  private func path(_ id: Int64) -> String { "\(folder)/\(id)" }

  /// Runs `body` and throws what it throws or returns as an error of the store.
  private func storing(_ body: () throws(SystemError) -> StoreError?) throws(StoreError) {
    let failure: StoreError?
    do {
      failure = try body()
    } catch {
      throw error.storeError
    }
    if let failure { throw failure }
  }
}
