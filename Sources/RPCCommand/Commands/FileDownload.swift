import FiszkaSecurity
import Glibc

/// A new file that gets its name when all of it is there; gone with this object until then.
final class FileDownload {
  private(set) var writtenBytes: Int64 = 0
  private let path: String
  private let unfinished: String
  private let descriptor: Int32
  private var hash = SHA256()

  /// - Throws: when there is something of that name, or no file can be made there.
  init(path: String) throws(CommandFailure) {
    self.path = path
    unfinished = path + ".unfinished"
    if access(path, F_OK) == 0 { throw .usage("\(path) is there already: choose another name.") }
    descriptor = open(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if descriptor < 0 { throw .usage("\(path) cannot be written: \(String(cString: strerror(errno))).") }
  }

  deinit {
    if descriptor >= 0 {
      close(descriptor)
      // After `finish` there is nothing of that name.
      unlink(unfinished)
    }
  }

  func append(_ bytes: [UInt8]) throws(CommandFailure) {
    bytes.withUnsafeBytes { hash.update($0) }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw systemError()
      }
      rest = rest.dropFirst(count)
    }
    writtenBytes += Int64(bytes.count)
  }

  /// Gives the file its name when its SHA-256 is the one expected. Call it once.
  func finish(expecting digest: [UInt8]) throws(CommandFailure) {
    if hash.finish() != digest { throw .usage("What was received is not what the server has written: try again.") }
    try finish()
  }

  /// Gives the file its name. Call it once.
  func finish() throws(CommandFailure) {
    if fsync(descriptor) != 0 || rename(unfinished, path) != 0 { throw systemError() }
  }

  private func systemError() -> CommandFailure {
    .usage("\(path) cannot be written: \(String(cString: strerror(errno))).")
  }
}
