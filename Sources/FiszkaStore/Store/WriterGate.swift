import Dispatch
import FiszkaDomain
import Synchronization

/// Lets one writer in at a time, in the order they came.
///
/// In front of GRDB's writer queue, which serves in order too but lets nobody give up: here a call waits no longer than the
/// busy timeout, and no longer than its own limit.
final class WriterGate: Sendable {
  /// How often a waiting call asks its limit, in milliseconds.
  private static let askEvery = 10

  private let state = Mutex(State())

  /// Returns when it is the caller's turn; then `leave` must follow.
  ///
  /// - Throws: `.busy` after `timeout`; `.interrupted` when the limit says so.
  func enter(limit: WorkLimit, timeout: Duration) throws(StoreError) {
    let turn = DispatchSemaphore(value: 0)
    let isFree = state.withLock { state in
      if state.isFree {
        state.isFree = false
        return true
      }
      state.waiting.append(turn)
      return false
    }
    if isFree { return }
    let end = ContinuousClock.now + timeout
    while turn.wait(timeout: .now() + .milliseconds(Self.askEvery)) == .timedOut {
      let reason = limit.interruption.map(StoreError.interrupted) ?? (ContinuousClock.now >= end ? .busy : nil)
      if let reason, giveUp(turn) { throw reason }
    }
  }

  /// Hands over to the one who has waited longest.
  func leave() {
    state.withLock { state in
      if state.waiting.isEmpty {
        state.isFree = true
      } else {
        state.waiting.removeFirst().signal()
      }
    }
  }

  /// How many calls wait for their turn.
  var waitingCount: Int { state.withLock { $0.waiting.count } }

  /// False when the turn came at the last moment: then it must be taken.
  private func giveUp(_ turn: DispatchSemaphore) -> Bool {
    state.withLock { state in
      guard let place = state.waiting.firstIndex(where: { $0 === turn }) else { return false }
      state.waiting.remove(at: place)
      return true
    }
  }

  private struct State {
    var isFree = true
    var waiting: [DispatchSemaphore] = []
  }
}
