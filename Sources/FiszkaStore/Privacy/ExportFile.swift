import FiszkaDomain
import Glibc

/// A new file that is written from its beginning to its end, with its SHA-256. For one thread.
final class ExportFile {
  /// Bytes that wait in memory before they are written.
  private static let bufferBytes = 64 << 10

  private let descriptor: FileDescriptor
  private var digest: any FileDigest
  private var buffer: [UInt8] = []
  private var writtenBytes: Int64 = 0

  /// Makes the file, or empties the one that is there.
  init(_ path: String, digest: any FileDigest) throws(StoreError) {
    do {
      descriptor = try FileDescriptor(path, O_WRONLY | O_CREAT | O_TRUNC)
    } catch {
      throw error.storeError
    }
    self.digest = digest
    buffer.reserveCapacity(Self.bufferBytes + 4_096)
  }

  func append(_ bytes: some Sequence<UInt8>) throws(StoreError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferBytes { try flush() }
  }

  /// Returns once everything is on disk. Nothing may be added afterwards.
  func finish() throws(StoreError) -> (size: Int64, digest: [UInt8]) {
    try flush()
    do {
      try descriptor.synchronize()
    } catch {
      throw error.storeError
    }
    return (writtenBytes, digest.finish())
  }

  private func flush() throws(StoreError) {
    let failure = buffer.withUnsafeBytes { bytes -> SystemError? in
      digest.update(bytes)
      do throws(SystemError) {
        try descriptor.write(bytes, at: writtenBytes)
        return nil
      } catch {
        return error
      }
    }
    if let failure { throw failure.storeError }
    writtenBytes += Int64(buffer.count)
    buffer.removeAll(keepingCapacity: true)
  }
}
