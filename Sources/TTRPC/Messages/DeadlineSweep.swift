import NIOCore

/// One timer for all deadlines of a connection: it fires at the earliest one known, then the owner looks at all its calls.
///
/// Calls that end before their deadline, nearly all of them, cost nothing here. Used on the event loop only.
struct DeadlineSweep {
  private var timer: Scheduled<Void>?
  private var due = NIODeadline.distantFuture

  /// Makes sure that `sweep` runs at `deadline` or before.
  mutating func include(_ deadline: NIODeadline, on eventLoop: any EventLoop, _ sweep: @escaping @Sendable () -> Void) {
    guard deadline < due else { return }
    timer?.cancel()
    due = deadline
    timer = eventLoop.scheduleTask(deadline: deadline, sweep)
  }

  /// The timer has fired; the owner includes the deadlines that are left.
  mutating func fired() {
    timer = nil
    due = .distantFuture
  }

  /// Nothing is due any more.
  mutating func stop() {
    timer?.cancel()
    fired()
  }
}
