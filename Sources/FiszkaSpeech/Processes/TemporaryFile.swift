import Glibc

/// A file of this user only, empty at first, removed with its value.
final class TemporaryFile: Sendable {
  let path: String

  /// In the folder that TMPDIR names, or /tmp.
  init() throws(SystemFailure) {
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    var template = Array("\(folder.isEmpty ? "/tmp" : folder)/fiszka-XXXXXX".utf8CString)
    close(try SystemFailure.check(mkstemp(&template), "make a temporary file"))
    path = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
  }

  deinit {
    unlink(path)
  }

  /// All of it, at most 16 MiB; empty when it cannot be read.
  func contents() -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count < 16 << 20 {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { break }
      bytes += buffer.prefix(count)
    }
    return bytes
  }
}
