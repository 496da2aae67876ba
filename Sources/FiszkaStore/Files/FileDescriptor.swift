import Glibc

/// An open file or folder, closed when the value ends. Interrupted system calls are made again.
struct FileDescriptor: ~Copyable {
  let number: Int32

  /// - Parameters:
  ///   - flags: O_CLOEXEC and O_NOFOLLOW are added, so that nobody's link is followed.
  ///   - mode: of a file that this makes.
  init(_ path: String, _ flags: Int32, mode: mode_t = 0o600) throws(SystemError) {
    number = retrying { Int(Glibc.open(path, flags | O_CLOEXEC | O_NOFOLLOW, mode)) }.asInt32
    if number < 0 { throw SystemError("open \(path)") }
  }

  deinit {
    close(number)
  }

  /// Bytes of the file.
  func size() throws(SystemError) -> Int64 {
    try Int64(status().st_size)
  }

  func status() throws(SystemError) -> stat {
    var status = stat()
    if fstat(number, &status) != 0 { throw SystemError("fstat") }
    return status
  }

  /// Writes all bytes at `offset`.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(SystemError) {
    var written = 0
    while written < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
      let count = retrying { pwrite(number, rest.baseAddress, rest.count, off_t(offset) + off_t(written)) }
      if count < 0 { throw SystemError("write") }
      written += count
    }
  }

  /// Reads up to `bytes.count` bytes from `offset`; 0 at the end of the file.
  func read(into bytes: UnsafeMutableRawBufferPointer, at offset: Int64) throws(SystemError) -> Int {
    let count = retrying { pread(number, bytes.baseAddress, bytes.count, off_t(offset)) }
    if count < 0 { throw SystemError("read") }
    return count
  }

  /// Cuts the file off, or fills it up with zeros.
  func truncate(to size: Int64) throws(SystemError) {
    if retrying({ Int(ftruncate(number, off_t(size))) }) < 0 { throw SystemError("truncate") }
  }

  /// Returns once everything written survives a power cut.
  func synchronize() throws(SystemError) {
    if fsync(number) != 0 { throw SystemError("fsync") }
  }
}

private func retrying(_ call: () -> Int) -> Int {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}

extension Int {
  fileprivate var asInt32: Int32 { Int32(truncatingIfNeeded: self) }
}
