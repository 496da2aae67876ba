import FiszkaDomain

/// Files whose writing fails as a full disk does; everything else is real.
struct FaultyFiles: ImportFileStore {
  private let files: any ImportFileStore
  private let failure: StoreError

  init(_ files: any ImportFileStore, failure: StoreError) {
    self.files = files
    self.failure = failure
  }

  func write(
    _ bytes: UnsafeRawBufferPointer, at offset: Int64, ofImport id: Int64, limit: WorkLimit
  ) throws(StoreError) {
    throw failure
  }

  func read(
    ofImport id: Int64, size: Int64, limit: WorkLimit, _ body: (UnsafeRawBufferPointer) throws(StoreError) -> Bool
  ) throws(StoreError) {
    try files.read(ofImport: id, size: size, limit: limit, body)
  }

  func difference(
    of bytes: UnsafeRawBufferPointer, at offset: Int64, ofImport id: Int64, limit: WorkLimit
  ) throws(StoreError) -> Int64? {
    try files.difference(of: bytes, at: offset, ofImport: id, limit: limit)
  }

  func digest(ofImport id: Int64, size: Int64, limit: WorkLimit) throws(StoreError) -> [UInt8] {
    try files.digest(ofImport: id, size: size, limit: limit)
  }

  func remove(ofImport id: Int64) throws(StoreError) {
    try files.remove(ofImport: id)
  }
}
