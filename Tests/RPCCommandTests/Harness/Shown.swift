import Synchronization

/// What a call showed, line by line, and a way to wait for it.
final class Shown: Sendable {
  private struct State {
    var lines: [String] = []
    var waiting: [(count: Int, waiter: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  var lines: [String] { state.withLock { $0.lines } }

  /// Give this to the call.
  @Sendable func show(_ line: String) {
    let waiters = state.withLock { state in
      state.lines.append(line)
      let count = state.lines.count
      defer { state.waiting.removeAll { $0.count <= count } }
      return state.waiting.filter { $0.count <= count }.map(\.waiter)
    }
    for waiter in waiters { waiter.resume() }
  }

  /// Returns once there are that many lines.
  func wait(for count: Int) async {
    await withCheckedContinuation { waiter in
      let isThere = state.withLock { state in
        if state.lines.count < count { state.waiting.append((count, waiter)) }
        return state.lines.count >= count
      }
      if isThere { waiter.resume() }
    }
  }
}
