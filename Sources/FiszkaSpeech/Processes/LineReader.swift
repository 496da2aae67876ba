import Foundation
import Glibc

/// Reads what a process writes, line by line, in a thread of its own until the other end is closed.
enum LineReader {
  private static let mostLineBytes = 1_000
  private static let mostLines = 100

  /// - Parameters:
  ///   - descriptor: Is closed at the end.
  ///   - take: Gets the first 100 lines, each up to 1,000 bytes; the rest is read and dropped, so that the writer never waits.
  static func start(_ descriptor: consuming OwnedDescriptor, _ take: @escaping @Sendable (String) -> Void) {
    let number = descriptor.take()
    Thread.detachNewThread {
      defer { close(number) }
      var line: [UInt8] = []
      var lines = 0
      var buffer = [UInt8](repeating: 0, count: 4_096)
      while true {
        let count = read(number, &buffer, buffer.count)
        if count < 0 && errno == EINTR { continue }
        if count <= 0 { break }
        for byte in buffer.prefix(count) where lines < mostLines {
          if byte != UInt8(ascii: "\n") {
            if line.count < mostLineBytes { line.append(byte) }
            continue
          }
          take(String(decoding: line, as: UTF8.self))
          line = []
          lines += 1
        }
      }
      if !line.isEmpty, lines < mostLines { take(String(decoding: line, as: UTF8.self)) }
    }
  }
}
