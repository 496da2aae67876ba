import Synchronization

/// A call that waits for its connection, until somebody says what it gets. Usable from any thread.
final class PoolWaiter: Sendable {
  typealias Outcome = Result<PoolLease, RPCError>

  private enum State {
    case pending
    case waiting(CheckedContinuation<Outcome, Never>)
    case resolved(Outcome)
  }

  private let state = Mutex(State.pending)

  /// Says what the call gets. Only once: the pool forgets the waiter before.
  func resolve(_ outcome: Outcome) {
    let continuation = state.withLock { state -> CheckedContinuation<Outcome, Never>? in
      if case .waiting(let continuation) = state { return continuation }
      state = .resolved(outcome)
      return nil
    }
    continuation?.resume(returning: outcome)
  }

  /// Returns what the call gets. Only once.
  func outcome() async -> Outcome {
    await withCheckedContinuation { continuation in
      let outcome = state.withLock { state -> Outcome? in
        if case .resolved(let outcome) = state { return outcome }
        state = .waiting(continuation)
        return nil
      }
      if let outcome { continuation.resume(returning: outcome) }
    }
  }
}
