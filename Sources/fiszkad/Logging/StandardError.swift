import Glibc

/// Standard error, unbuffered.
enum StandardError {
  /// Writes all bytes in one go, so that lines of several threads do not mix.
  static func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
      // Nobody reads it any more: there is nowhere to tell that.
      if written < 0 && errno != EINTR { return }
      rest = rest.dropFirst(max(written, 0))
    }
  }
}
