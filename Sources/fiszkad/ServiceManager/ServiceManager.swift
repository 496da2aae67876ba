import Glibc

/// Tells the service manager that started this process how it is, as sd_notify(3) says: a datagram to the socket that
/// NOTIFY_SOCKET names. Without that variable there is nobody to tell, and every call does nothing.
struct ServiceManager: Sendable {
  /// Time after which the manager takes the process for dead unless it hears from it; nil: it does not watch.
  let watchdog: Duration?
  private let socketName: [UInt8]?

  /// - Parameter variable: the value of an environment variable.
  init(_ variable: (String) -> String? = { getenv($0).map { String(cString: $0) } }) {
    socketName = variable("NOTIFY_SOCKET").flatMap(Self.socketName)
    // The variables may be those of a parent: then they name another process.
    let isMeant = variable("WATCHDOG_PID").map { $0 == "\(getpid())" } ?? true
    let microseconds = variable("WATCHDOG_USEC").flatMap { Int64($0) } ?? 0
    watchdog = isMeant && socketName != nil && microseconds > 0 ? .microseconds(microseconds) : nil
  }

  /// Serves from now on.
  func ready() { tell("READY=1\nSTATUS=Serving.\nMAINPID=\(getpid())") }

  /// Takes no calls any more and will end.
  func stopping() { tell("STOPPING=1\nSTATUS=Calls that run are let end.") }

  /// Is alive.
  func alive() { tell("WATCHDOG=1") }

  /// A sentence for `systemctl status`.
  func status(_ text: String) { tell("STATUS=\(text)") }

  /// A manager that cannot be told is no reason not to serve.
  private func tell(_ message: String) {
    guard let socketName else { return }
    let type = CInt(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
    let descriptor = socket(AF_UNIX, type, 0)
    if descriptor < 0 { return }
    defer { close(descriptor) }
    // The manager reads when it can; whether the process ends must not depend on that.
    var patience = timeval(tv_sec: 1, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: socketName) }
    let length = socklen_t(MemoryLayout<sa_family_t>.size + socketName.count)
    let bytes = Array(message.utf8)
    withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = sendto(descriptor, bytes, bytes.count, CInt(MSG_NOSIGNAL), $0, length)
      }
    }
  }

  /// As in `sun_path`: a path with its NUL, or a NUL and an abstract name; nil for anything else.
  private static func socketName(_ text: String) -> [UInt8]? {
    let bytes = Array(text.utf8)
    guard (2...106).contains(bytes.count) else { return nil }
    switch bytes[0] {
    case UInt8(ascii: "/"): return bytes + [0]
    case UInt8(ascii: "@"): return [0] + bytes.dropFirst()
    default: return nil
    }
  }
}
