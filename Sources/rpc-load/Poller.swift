import CLinux
import Glibc

/// Many descriptors watched by one thread.
final class Poller {
  private let descriptor: CInt
  private var events = [epoll_event](repeating: epoll_event(), count: 256)
  private var writing: Set<Int> = []

  init() throws(PollerError) {
    descriptor = epoll_create1(CInt(EPOLL_CLOEXEC))
    if descriptor < 0 { throw PollerError(code: errno) }
  }

  deinit {
    close(descriptor)
  }

  /// Watches this descriptor, too; `wait` names it by `id`.
  func add(_ watched: CInt, id: Int, writing: Bool) throws(PollerError) {
    try control(EPOLL_CTL_ADD, watched, id, writing)
  }

  /// Whether to wait for room to write, too; costs a system call only when that changes.
  func update(_ watched: CInt, id: Int, writing: Bool) throws(PollerError) {
    if self.writing.contains(id) != writing { try control(EPOLL_CTL_MOD, watched, id, writing) }
  }

  /// Watches it no more.
  func remove(_ watched: CInt) {
    epoll_ctl(descriptor, EPOLL_CTL_DEL, watched, nil)
  }

  /// Waits until something is ready and calls `body` with each id; not at all when the wait was interrupted.
  func wait(_ body: (Int) throws -> Void) rethrows {
    let count = epoll_wait(descriptor, &events, CInt(events.count), -1)
    for index in 0..<max(0, Int(count)) { try body(Int(events[index].data.u64)) }
  }

  private func control(_ operation: CInt, _ watched: CInt, _ id: Int, _ writing: Bool) throws(PollerError) {
    if writing { self.writing.insert(id) } else { self.writing.remove(id) }
    var event = epoll_event()
    event.events = EPOLLIN.rawValue | (writing ? EPOLLOUT.rawValue : 0)
    event.data.u64 = UInt64(id)
    if epoll_ctl(descriptor, operation, watched, &event) < 0 { throw PollerError(code: errno) }
  }
}

/// The system does not watch a descriptor.
struct PollerError: Error, CustomStringConvertible {
  let code: CInt

  var description: String { "Connections cannot be watched: \(String(cString: strerror(code)))." }
}
