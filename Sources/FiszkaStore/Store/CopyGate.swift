import Dispatch
import FiszkaDomain
import Synchronization

/// Keeps copies of what is stored, to exports and backups, apart from the erasure of a person: any number of copies at once, or one
/// erasure, which goes before copies that come later.
///
/// A copy that ran beside an erasure could hold the person, and nobody would know.
final class CopyGate: Sendable {
  /// How often a waiting call asks its limit, in milliseconds.
  private static let askEvery = 10

  private struct State {
    var copies = 0
    var isErasing = false
    var waitingErasures = 0
    var waiting: [DispatchSemaphore] = []
  }

  private let state = Mutex(State())

  /// Runs `body`, which copies.
  ///
  /// - Throws: `.busy` when an erasure takes longer than `timeout`; `.interrupted`; what `body` throws.
  @discardableResult
  func copy<Answer>(
    limit: WorkLimit, timeout: Duration, _ body: () throws(StoreError) -> Answer
  ) throws(StoreError) -> Answer {
    let end = ContinuousClock.now + timeout
    try wait(limit, until: end) { state in
      if state.isErasing || state.waitingErasures > 0 { return false }
      state.copies += 1
      return true
    }
    defer { leave { $0.copies -= 1 } }
    return try body()
  }

  /// Runs `body`, which erases.
  ///
  /// - Throws: `.interrupted`; what `body` throws.
  @discardableResult
  func erase<Answer>(limit: WorkLimit, _ body: () throws -> Answer) throws -> Answer {
    state.withLock { $0.waitingErasures += 1 }
    do {
      defer { leave { $0.waitingErasures -= 1 } }
      try wait(limit, until: nil) { state in
        if state.isErasing || state.copies > 0 { return false }
        state.isErasing = true
        return true
      }
    }
    defer { leave { $0.isErasing = false } }
    return try body()
  }

  private func wait(
    _ limit: WorkLimit, until end: ContinuousClock.Instant?, _ enter: (inout State) -> Bool
  ) throws(StoreError) {
    while true {
      let signal = DispatchSemaphore(value: 0)
      let isIn = state.withLock { state in
        if enter(&state) { return true }
        state.waiting.append(signal)
        return false
      }
      if isIn { return }
      // Whoever gives up leaves a signal behind that nobody waits for, until the next one leaves.
      while signal.wait(timeout: .now() + .milliseconds(Self.askEvery)) == .timedOut {
        try limit.check()
        if let end, ContinuousClock.now >= end { throw .busy }
      }
    }
  }

  private func leave(_ change: (inout State) -> Void) {
    let waiting = state.withLock { state in
      change(&state)
      defer { state.waiting = [] }
      return state.waiting
    }
    for signal in waiting { signal.signal() }
  }
}
