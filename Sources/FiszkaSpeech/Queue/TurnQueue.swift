import Dispatch
package import FiszkaDomain
import Synchronization

/// Lets a bounded number of callers in at once, the others wait in their order; one too many is turned away. Any thread.
package final class TurnQueue: Sendable {
  /// How often a caller that waits looks whether it still has to.
  private static let look = DispatchTimeInterval.milliseconds(10)

  private let mostWaiting: Int
  private let state: Mutex<State>

  private struct State {
    var free: Int
    var waiting: [Waiter] = []
  }

  private final class Waiter: Sendable {
    let turn = DispatchSemaphore(value: 0)
  }

  /// - Parameters:
  ///   - places: How many callers are in at once, from 1.
  ///   - mostWaiting: How many may wait, from 0.
  package init(places: Int, mostWaiting: Int) {
    self.mostWaiting = mostWaiting
    state = Mutex(State(free: places))
  }

  /// Runs `body` when it is its turn.
  ///
  /// - Throws: `overloaded` at once when too many wait; `interrupted` when the limit ends the wait.
  package func turn<Value>(
    limit: WorkLimit, _ body: () throws(SpeechEngineFailure) -> Value
  ) throws(SpeechEngineFailure) -> Value {
    try enter(limit)
    defer { leave() }
    return try body()
  }

  private func enter(_ limit: WorkLimit) throws(SpeechEngineFailure) {
    let waiter = try state.withLock { (state) throws(SpeechEngineFailure) -> Waiter? in
      if state.free > 0 {
        state.free -= 1
        return nil
      }
      if state.waiting.count >= mostWaiting { throw .overloaded }
      let waiter = Waiter()
      state.waiting.append(waiter)
      return waiter
    }
    guard let waiter else { return }
    while waiter.turn.wait(timeout: .now() + Self.look) == .timedOut {
      guard let interruption = limit.interruption else { continue }
      let gaveUp = state.withLock { state in
        guard let index = state.waiting.firstIndex(where: { $0 === waiter }) else { return false }
        state.waiting.remove(at: index)
        return true
      }
      // Its turn came in this moment: it goes to the next one.
      if !gaveUp { leave() }
      throw .interrupted(interruption)
    }
  }

  private func leave() {
    state.withLock { state in
      if state.waiting.isEmpty { state.free += 1 } else { state.waiting.removeFirst().turn.signal() }
    }
  }
}
