import Synchronization

/// Holds the senders of a connection's streams while its peer does not read. A closed gate lets everybody through, to fail.
final class WriteGate: Sendable {
  private struct State {
    var isBlocked = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())

  /// From now on `pass` suspends.
  func block() {
    state.withLock { $0.isBlocked = true }
  }

  /// Lets all through that wait, and those to come.
  func open() {
    let waiting = state.withLock { state in
      state.isBlocked = false
      defer { state.waiting = [] }
      return state.waiting
    }
    for sender in waiting { sender.resume() }
  }

  /// Returns at once while the gate is open, else when it opens.
  func pass() async {
    await withCheckedContinuation { (sender: CheckedContinuation<Void, Never>) in
      let passes = state.withLock { state in
        if state.isBlocked { state.waiting.append(sender) }
        return !state.isBlocked
      }
      if passes { sender.resume() }
    }
  }
}
