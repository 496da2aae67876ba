import Glibc

/// The two outputs of the program.
enum Terminal {
  /// Writes a line to standard output at once. Ends the process when that fails: nobody would see the rest.
  static func show(_ line: String) {
    guard !write(Array("\(line)\n".utf8), to: STDOUT_FILENO) else { return }
    // Like a process that SIGPIPE ends, which the network library switches off.
    if errno == EPIPE { _exit(128 + SIGPIPE) }
    complain("The output cannot be written: \(String(cString: strerror(errno))).")
    _exit(1)
  }

  /// Writes "error: " and a sentence to standard error, then lines below it.
  static func complain(_ sentence: String, details: [String] = []) {
    let label = hasColours ? "\u{1B}[1;31merror:\u{1B}[0m" : "error:"
    let lines = ["\(label) \(sentence)"] + details
    // There is nowhere to tell that this failed; the exit code still says what happened.
    _ = write(Array((lines.joined(separator: "\n") + "\n").utf8), to: STDERR_FILENO)
  }

  private static var hasColours: Bool {
    isatty(STDERR_FILENO) == 1 && getenv("NO_COLOR") == nil && getenv("TERM").map { String(cString: $0) } != "dumb"
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var rest = bytes[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written < 0 && errno != EINTR { return false }
      rest = rest.dropFirst(max(written, 0))
    }
    return true
  }
}
