import Foundation

/// A port of the loopback where connections are taken and nothing is ever answered.
final class SilentServer: Sendable {
  let url: String
  private let descriptor: CInt

  init() throws {
    let descriptor = try check(socket(AF_INET, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0), "make a socket")
    self.descriptor = descriptor
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port = try withUnsafeMutablePointer(to: &address) { pointer in
      try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
        _ = try check(bind(descriptor, raw, length), "bind")
        // The system takes connections as long as there is room for them.
        _ = try check(listen(descriptor, 128), "listen")
        _ = try check(getsockname(descriptor, raw, &length), "ask for the port")
      }
      return UInt16(bigEndian: pointer.pointee.sin_port)
    }
    url = "http://127.0.0.1:\(port)"
  }

  deinit {
    close(descriptor)
  }
}
