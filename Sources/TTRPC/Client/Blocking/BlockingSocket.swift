import Glibc
import NIOCore

/// A connected socket that one thread at a time reads and writes.
struct BlockingSocket: ~Copyable, Sendable {
  /// What reading came to.
  enum Received {
    /// So many bytes are in the buffer, at least one.
    case bytes(Int)
    /// Nothing is there now.
    case nothing
    /// The peer has closed, or the connection is broken.
    case end
  }

  /// What writing came to.
  enum Sent {
    /// The system took so many bytes, at least one.
    case bytes(Int)
    /// It takes none now.
    case nothing
    /// The peer takes none any more; what it has sent can still be read.
    case end
  }

  let descriptor: CInt

  /// Owns `descriptor` from now on, and makes it block.
  init(owning descriptor: CInt) {
    self.descriptor = descriptor
    _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
  }

  deinit {
    Glibc.close(descriptor)
  }

  /// Hands over what the system takes of `bytes`, which are some, without waiting.
  func send(_ bytes: UnsafeRawBufferPointer) -> Sent {
    while true {
      let count = Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
      if count >= 0 { return .bytes(count) }
      if errno == EAGAIN { return .nothing }
      if errno != EINTR { return .end }
    }
  }

  /// - Parameter waiting: Whether to wait until something comes.
  func receive(into memory: UnsafeMutableRawBufferPointer, waiting: Bool) -> Received {
    while true {
      let count = recv(descriptor, memory.baseAddress, memory.count, waiting ? 0 : Int32(MSG_DONTWAIT))
      if count > 0 { return .bytes(count) }
      if count == 0 { return .end }
      if errno == EAGAIN { return .nothing }
      if errno != EINTR { return .end }
    }
  }

  /// Waits until something can be read or, where asked for, written, but not beyond `deadline`.
  func wait(forWriting: Bool, until deadline: NIODeadline) {
    var entry = pollfd(fd: descriptor, events: Int16(forWriting ? POLLIN | POLLOUT : POLLIN), revents: 0)
    // Whoever waits looks at the clock afterwards: an interrupted wait is only a short one.
    poll(&entry, 1, Self.milliseconds(until: deadline))
  }

  /// For `poll`: rounded up, so that whoever wakes is not too early; -1, for ever, without a deadline.
  static func milliseconds(until deadline: NIODeadline) -> CInt {
    if deadline == .distantFuture { return -1 }
    let rest = (deadline - .now()).nanoseconds
    return CInt(clamping: max(0, rest / 1_000_000 + (rest % 1_000_000 > 0 ? 1 : 0)))
  }

  /// Ends both directions; the descriptor stays until this is let go.
  func shutDown() {
    shutdown(descriptor, Int32(SHUT_RDWR))
  }
}
