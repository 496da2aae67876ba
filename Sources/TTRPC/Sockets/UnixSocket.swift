import Glibc

/// Unix sockets made by hand: abstract names need their exact length, and a socket file its mode from its first moment.
enum UnixSocket {
  /// The socket file's identity, to remove it later only if it is still ours.
  struct FileIdentity: Hashable, Sendable {
    let device: UInt
    let inode: UInt
  }

  /// A listening socket and, for a path, its file.
  ///
  /// Takes the place of a socket file that nobody answers on and that belongs to this user; of nothing else.
  /// - Parameters:
  ///   - mode: Permission bits of the socket file.
  ///   - group: Group that the file is given to; nil keeps the process's own.
  static func listen(
    _ address: Address, mode: mode_t, group: gid_t?, backlog: Int32
  ) throws(SocketError) -> (descriptor: CInt, file: FileIdentity?) {
    if case .unix(let path) = address { try makeWay(at: path) }
    let descriptor = try open(address)
    var file: FileIdentity?
    do throws(SocketError) {
      if case .unix = address {
        // Linux gives the file the socket's mode at bind: there is no moment at which others could connect.
        try check(fchmod(descriptor, mode), "set the mode of", address)
      }
      try check(with(address) { bind(descriptor, $0, $1) }, "listen on", address)
      if case .unix(let path) = address {
        file = identity(of: path)
        try check(chmod(path, mode), "set the mode of", address)
        if let group { try check(chown(path, uid_t.max, group), "give the group to", address) }
      }
      try check(Glibc.listen(descriptor, backlog), "listen on", address)
      return (descriptor, file)
    } catch {
      close(descriptor)
      if case .unix(let path) = address, let file { remove(path, file) }
      throw error
    }
  }

  /// Changes how many connections may wait on a socket that listens already.
  static func setBacklog(_ backlog: Int32, of descriptor: CInt, _ address: Address) throws(SocketError) {
    try check(Glibc.listen(descriptor, backlog), "listen on", address)
  }

  /// A connected socket. EAGAIN says that as many connections wait for the server as its queue holds.
  ///
  /// - Parameter timeout: How long to wait for room in that queue, keeping the thread; nil: not at all.
  static func connect(_ address: Address, waitingAtMost timeout: Duration? = nil) throws(SocketError) -> CInt {
    let descriptor = try open(address)
    do throws(SocketError) {
      if let timeout { letConnectWait(descriptor, timeout) }
      var result: CInt
      repeat {
        result = with(address) { Glibc.connect(descriptor, $0, $1) }
      } while result < 0 && errno == EINTR
      try check(result, "connect to", address)
      return descriptor
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// The system lets a blocking `connect` wait as long as it lets one write.
  private static func letConnectWait(_ descriptor: CInt, _ timeout: Duration) {
    let nanoseconds = max(1_000, timeout.nanoseconds)
    var limit = timeval(tv_sec: Int(nanoseconds / 1_000_000_000), tv_usec: Int(nanoseconds % 1_000_000_000 / 1_000))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
  }

  /// Removes the socket file at `path` if it is the one that was made here.
  static func remove(_ path: String, _ file: FileIdentity) {
    if identity(of: path) == file { unlink(path) }
  }

  private static func makeWay(at path: String) throws(SocketError) {
    var status = stat()
    if lstat(path, &status) != 0 { return }
    let address = Address.unix(path: path)
    guard status.st_mode & S_IFMT == S_IFSOCK else {
      throw SocketError(address: address, problem: "there is a file of that name that is no socket; choose another path")
    }
    guard status.st_uid == geteuid() else {
      throw SocketError(address: address, problem: "the socket there belongs to another user; choose another path")
    }
    do throws(SocketError) {
      close(try connect(address))
    } catch {
      switch error.errno {
      case ECONNREFUSED:
        unlink(path)
        return
      case EAGAIN: break
      default: throw error
      }
    }
    throw SocketError(address: address, problem: "another server answers there; stop it or choose another path")
  }

  private static func identity(of path: String) -> FileIdentity? {
    var status = stat()
    if lstat(path, &status) != 0 { return nil }
    return FileIdentity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
  }

  private static func open(_ address: Address) throws(SocketError) -> CInt {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
    try check(descriptor, "open a socket for", address)
    return descriptor
  }

  private static func with(_ address: Address, _ body: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
    var raw = sockaddr_un()
    raw.sun_family = sa_family_t(AF_UNIX)
    let (name, isAbstract) = address.unixName
    let offset = isAbstract ? 1 : 0
    withUnsafeMutableBytes(of: &raw.sun_path) { memory in
      for (index, byte) in name.utf8.prefix(107).enumerated() { memory[index + offset] = byte }
    }
    // A path ends with a zero byte, an abstract name with its length.
    let length = MemoryLayout<sa_family_t>.size + name.utf8.count + 1
    return withUnsafePointer(to: raw) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(length)) }
    }
  }

  @discardableResult
  private static func check(_ result: CInt, _ action: String, _ address: Address) throws(SocketError) -> CInt {
    if result >= 0 { return result }
    let code = errno
    throw SocketError(address: address, problem: "cannot \(action) it: \(String(cString: strerror(code)))", errno: code)
  }
}

extension Address {
  /// The bytes that name a Unix socket; empty for TCP, which has no business here.
  fileprivate var unixName: (name: String, isAbstract: Bool) {
    switch self {
    case .unix(let path): (path, false)
    case .abstract(let name): (name, true)
    case .tcp: ("", true)
    }
  }
}
