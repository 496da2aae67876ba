import Glibc
import NIOCore

extension BlockingSocket {
  /// Connects within `timeout`; looking up a host's name may take longer.
  static func connect(to address: Address, timeout: Duration) throws(SocketError) -> BlockingSocket {
    switch address {
    case .unix, .abstract:
      return BlockingSocket(owning: try UnixSocket.connect(address, waitingAtMost: timeout))
    case .tcp(let host, let port):
      return BlockingSocket(owning: try connectTCP(address, host, port, .now() + .nanoseconds(timeout.nanoseconds)))
    }
  }

  /// Tries the host's addresses in the system's order; the first failure tells most.
  private static func connectTCP(
    _ address: Address, _ host: String, _ port: Int, _ deadline: NIODeadline
  ) throws(SocketError) -> CInt {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_NUMERICSERV
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(host, String(port), &hints, &list) == 0, let first = list else {
      throw SocketError(address: address, problem: "cannot connect to it: the host \(host) is not known")
    }
    defer { freeaddrinfo(list) }
    var failure = ECONNREFUSED
    var isFirst = true
    for entry in sequence(first: first, next: { $0.pointee.ai_next }) {
      let (descriptor, code) = connect(entry.pointee, deadline)
      if let descriptor { return descriptor }
      if isFirst { failure = code }
      isFirst = false
    }
    throw SocketError(
      address: address, problem: "cannot connect to it: \(String(cString: strerror(failure)))", errno: failure)
  }

  /// A connected socket, or why there is none.
  private static func connect(_ entry: addrinfo, _ deadline: NIODeadline) -> (CInt?, CInt) {
    let type = entry.ai_socktype | Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
    let descriptor = socket(entry.ai_family, type, entry.ai_protocol)
    if descriptor < 0 { return (nil, errno) }
    var code = Glibc.connect(descriptor, entry.ai_addr, entry.ai_addrlen) == 0 ? 0 : errno
    if code == EINPROGRESS || code == EINTR { code = outcome(of: descriptor, deadline) }
    guard code == 0 else {
      Glibc.close(descriptor)
      return (nil, code)
    }
    var on: CInt = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<CInt>.size))
    return (descriptor, 0)
  }

  /// What connecting in the background came to.
  private static func outcome(of descriptor: CInt, _ deadline: NIODeadline) -> CInt {
    var entry = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    while entry.revents == 0 {
      if deadline <= .now() { return ETIMEDOUT }
      poll(&entry, 1, BlockingSocket.milliseconds(until: deadline))
    }
    var code: CInt = 0
    var length = socklen_t(MemoryLayout<CInt>.size)
    getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &length)
    return code
  }
}
