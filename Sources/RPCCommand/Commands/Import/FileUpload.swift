import FiszkaSecurity
import Glibc

/// A file read in pieces, with its size and SHA-256 once it is read.
final class FileUpload {
  /// The most that one call takes.
  static let pieceBytes = 1 << 20

  /// The last part of the path.
  let name: String
  /// Size when it was opened; what counts is what is read.
  let expectedBytes: Int
  private(set) var readBytes = 0
  private let descriptor: Int32
  private var hash = SHA256()

  init(path: String) throws(CommandFailure) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    var status = stat()
    guard descriptor >= 0, fstat(descriptor, &status) == 0 else {
      throw .usage("\(path) cannot be read: \(String(cString: strerror(errno))).")
    }
    guard status.st_mode & S_IFMT != S_IFDIR else { throw .usage("\(path) is a folder: name a file.") }
    name = path.split(separator: "/").last.map(String.init) ?? path
    expectedBytes = Int(status.st_size)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  /// The next piece, at most 1 MiB; empty at the end.
  func next() throws(CommandFailure) -> [UInt8] {
    var problem: Int32 = 0
    let piece = [UInt8](unsafeUninitializedCapacity: Self.pieceBytes) { memory, count in
      // Pipes give less than asked: a piece is filled, so that a list of words takes few calls.
      while count < memory.count {
        let length = read(descriptor, memory.baseAddress.unsafelyUnwrapped + count, memory.count - count)
        if length < 0 && errno == EINTR { continue }
        if length < 0 { problem = errno }
        if length <= 0 { break }
        count += length
      }
    }
    if problem != 0 { throw .usage("\(name) cannot be read: \(String(cString: strerror(problem))).") }
    piece.withUnsafeBytes { hash.update($0) }
    readBytes += piece.count
    return piece
  }

  /// SHA-256 of all that was read. Call it once, at the end.
  func digest() -> [UInt8] {
    hash.finish()
  }
}
