import Glibc

/// A file descriptor that is closed with its value.
struct OwnedDescriptor: ~Copyable, Sendable {
  let number: CInt

  /// Owns `number` from now on.
  init(_ number: CInt) {
    self.number = number
  }

  deinit {
    close(number)
  }

  /// The descriptor, which whoever calls owns from now on.
  consuming func take() -> CInt {
    let number = number
    discard self
    return number
  }

  /// Opens a file.
  static func open(_ path: String, _ flags: CInt) throws(SystemFailure) -> OwnedDescriptor {
    OwnedDescriptor(try SystemFailure.check(Glibc.open(path, flags | O_CLOEXEC), "open \(path)"))
  }

  /// Makes an empty file for this user only, in the place of one that may be there; follows no link.
  static func create(_ path: String) throws(SystemFailure) -> OwnedDescriptor {
    let flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC
    return OwnedDescriptor(try SystemFailure.check(Glibc.open(path, flags, 0o600), "make \(path)"))
  }
}

/// Two connected sockets: what is written to one can be read from the other.
struct SocketPair: ~Copyable, Sendable {
  let first: OwnedDescriptor
  let second: OwnedDescriptor

  init() throws(SystemFailure) {
    var ends: [CInt] = [-1, -1]
    _ = try SystemFailure.check(
      socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends), "make a pair of sockets")
    first = OwnedDescriptor(ends[0])
    second = OwnedDescriptor(ends[1])
  }

  /// The first one; closes the second, which a child has by now.
  consuming func takeFirst() -> OwnedDescriptor {
    first
  }
}
