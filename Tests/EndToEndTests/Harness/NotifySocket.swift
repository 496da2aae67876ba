import Foundation

/// A service manager's socket for notifications.
final class NotifySocket: Sendable {
  /// What NOTIFY_SOCKET is to be.
  let name: String
  private let descriptor: CInt

  /// - Parameter name: a path, or "@" and an abstract name.
  init(_ name: String) throws {
    self.name = name
    descriptor = try check(socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0), "make a socket")
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let bytes = name.hasPrefix("@") ? [0] + name.utf8.dropFirst() : name.utf8 + [0]
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, length) }
    }
    _ = try check(result, "bind \(name)")
  }

  deinit {
    close(descriptor)
  }

  /// Every message so far and to come. Call it once.
  ///
  /// Read all the time by a thread of its own, because the system keeps only a few messages that nobody reads.
  func messages() -> AsyncStream<[Substring]> {
    let (messages, continuation) = AsyncStream.makeStream(of: [Substring].self)
    Thread.detachNewThread { [descriptor] in
      var bytes = [UInt8](repeating: 0, count: 4_096)
      while true {
        let count = recv(descriptor, &bytes, bytes.count, 0)
        if count < 0 { break }
        let lines = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n")
        continuation.yield(lines)
        if lines.first == "STOPPING=1" { break }
      }
      continuation.finish()
    }
    return messages
  }
}
