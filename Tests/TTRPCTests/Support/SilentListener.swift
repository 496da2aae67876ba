import Glibc

@testable import TTRPC

/// A listening socket on which nobody accepts: connections come about, and nothing ever answers on them.
final class SilentListener: Sendable {
  let address: Address
  private let descriptor: CInt

  init(_ kind: TransportKind, in folder: TemporaryFolder) throws {
    if case .unix(let path)? = kind.address(in: folder) {
      address = .unix(path: path)
      (descriptor, _) = try UnixSocket.listen(address, mode: 0o600, group: nil, backlog: 16)
    } else {
      let (descriptor, port) = try Self.listenTCP(backlog: 16)
      (self.descriptor, address) = (descriptor, .tcp(host: "127.0.0.1", port: port))
    }
  }

  deinit {
    close(descriptor)
  }

  /// A listening socket of the loopback interface and its port.
  static func listenTCP(backlog: CInt) throws -> (descriptor: CInt, port: Int) {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &name) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
        bind(descriptor, name, length) == 0 && listen(descriptor, backlog) == 0 && getsockname(descriptor, name, &length) == 0
      }
    }
    guard result else { throw SystemCallFailed(call: "listen", code: errno) }
    return (descriptor, Int(UInt16(bigEndian: name.sin_port)))
  }
}

/// A listening TCP socket whose queue of connections is full: the system answers nobody there.
final class FullTCPListener: Sendable {
  let address: Address
  private let descriptors: [CInt]

  init() throws {
    let (listener, port) = try SilentListener.listenTCP(backlog: 0)
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
    name.sin_port = UInt16(port).bigEndian
    var descriptors = [listener]
    // The queue holds one or two; the others are under way for ever.
    for _ in 0..<4 {
      let descriptor = socket(
        AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
      withUnsafePointer(to: &name) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          _ = connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      descriptors.append(descriptor)
    }
    self.descriptors = descriptors
    address = .tcp(host: "127.0.0.1", port: port)
  }

  deinit {
    for descriptor in descriptors { close(descriptor) }
  }
}
