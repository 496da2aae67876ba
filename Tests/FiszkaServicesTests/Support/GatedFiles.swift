import Dispatch
import FiszkaDomain

/// Real files that stop in `digest` until the test lets them go on: a FinishImportUpload that takes as long as the test wants.
struct GatedFiles: ImportFileStore {
  /// Both sides of the gate.
  struct Gate: Sendable {
    private let reached = DispatchSemaphore(value: 0)
    private let opened = DispatchSemaphore(value: 0)

    /// Returns when a call stands at the gate.
    func waitUntilReached() async {
      await withCheckedContinuation { continuation in
        DispatchQueue(label: "gated files").async { [reached] in
          reached.wait()
          continuation.resume()
        }
      }
    }

    func open() { opened.signal() }

    func pass() {
      reached.signal()
      opened.wait()
    }
  }

  let files: any ImportFileStore
  let gate: Gate

  func write(
    _ bytes: UnsafeRawBufferPointer, at offset: Int64, ofImport id: Int64, limit: WorkLimit
  ) throws(StoreError) {
    try files.write(bytes, at: offset, ofImport: id, limit: limit)
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
    gate.pass()
    return try files.digest(ofImport: id, size: size, limit: limit)
  }

  func remove(ofImport id: Int64) throws(StoreError) {
    try files.remove(ofImport: id)
  }
}
