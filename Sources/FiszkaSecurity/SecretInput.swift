import CSodium
import Glibc

/// Reads a secret that a person types or a script pipes in.
package enum SecretInput {
  /// Why there is no secret; a sentence says it.
  package struct Failure: Error {
    package let message: String
  }

  /// Longest line in bytes: more than any password may have.
  private static let mostBytes = 4_096

  /// The first line of standard input, without its end; blocks. On a terminal it asks by `prompt` on standard error, and what is
  /// typed is not shown.
  package static func readLine(prompt: String) throws(Failure) -> String {
    var before = termios()
    let isTerminal = tcgetattr(STDIN_FILENO, &before) == 0
    if isTerminal {
      write(prompt)
      var silent = before
      silent.c_lflag &= ~tcflag_t(ECHO)
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    }
    defer {
      if isTerminal {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
        write("\n")
      }
    }
    return try read()
  }

  private static func read() throws(Failure) -> String {
    var line: [UInt8] = []
    line.reserveCapacity(mostBytes)
    defer { line.withUnsafeMutableBytes { sodium_memzero($0.baseAddress, $0.count) } }
    var byte: UInt8 = 0
    while true {
      // Byte by byte: what comes after the line is somebody else's.
      let count = Glibc.read(STDIN_FILENO, &byte, 1)
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw Failure(message: "Standard input cannot be read: \(String(cString: strerror(errno))).") }
      if count == 0 || byte == UInt8(ascii: "\n") { break }
      if line.count == mostBytes { throw Failure(message: "The line on standard input is longer than \(mostBytes) bytes.") }
      line.append(byte)
    }
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    guard let text = String(validating: line, as: UTF8.self) else {
      throw Failure(message: "The line on standard input is not UTF-8.")
    }
    return text
  }

  private static func write(_ text: String) {
    // A prompt that cannot be shown is no failure.
    _ = Array(text.utf8).withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
