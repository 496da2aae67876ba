/// Where the raw files of imports lie until commit or discard.
///
/// Every call blocks its thread. Calls about different imports may be made at once; those about one import follow from
/// writes that `ImportRepository` has ordered.
package protocol ImportFileStore: Sendable {
  /// Writes `bytes` at `offset`, cuts off whatever lay behind, and returns once they survive a power cut. Makes the file.
  ///
  /// - Parameter offset: at most the size of the file.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64, ofImport id: Int64, limit: WorkLimit) throws(StoreError)

  /// Calls `body` with the first `size` bytes of the file, in order, in pieces of at most 64 KiB, until it returns false.
  ///
  /// - Throws: `.notFound("import file")`; `.corrupt` when the file is shorter; what `body` throws.
  func read(
    ofImport id: Int64, size: Int64, limit: WorkLimit, _ body: (UnsafeRawBufferPointer) throws(StoreError) -> Bool
  ) throws(StoreError)

  /// The offset of the first of `bytes`, which stand at `offset`, that the file has otherwise; nil: it has all of them.
  ///
  /// - Throws: `.notFound("import file")`; `.corrupt` when the file ends before.
  func difference(
    of bytes: UnsafeRawBufferPointer, at offset: Int64, ofImport id: Int64, limit: WorkLimit
  ) throws(StoreError) -> Int64?

  /// SHA-256 of the first `size` bytes: 32 bytes.
  func digest(ofImport id: Int64, size: Int64, limit: WorkLimit) throws(StoreError) -> [UInt8]

  /// Removes the file. Without effect when there is none.
  func remove(ofImport id: Int64) throws(StoreError)
}
