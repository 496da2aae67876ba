import Dispatch
package import FiszkaDomain
import Synchronization
package import TTRPC

/// Turns the health of "storage" and of the server as a whole to NOT_SERVING when the store says that it cannot be trusted, and back
/// once a check of it succeeds.
package final class StorageHealth: Sendable {
  /// The service's name in health calls.
  package static let service = "storage"

  /// Checks the whole store; blocks, and throws when it is not well.
  package typealias Check = @Sendable () throws(StoreError) -> Void

  private struct State {
    var check: Check?
    var isDoubtful = false
  }

  private let registry: HealthRegistry
  private let firstPause: Duration
  private let longestPause: Duration
  private let onChange: @Sendable (_ isServing: Bool, StoreError?) -> Void
  private let queue = DispatchQueue(label: "fiszka.storage-health")
  private let state = Mutex(State())

  /// - Parameters:
  ///   - firstPause: from a failure to the first check; doubled after each check that fails.
  ///   - longestPause: between two checks.
  ///   - onChange: told, for the log, when the health changes.
  package init(
    _ registry: HealthRegistry, firstPause: Duration = .seconds(5), longestPause: Duration = .seconds(300),
    onChange: @escaping @Sendable (_ isServing: Bool, StoreError?) -> Void
  ) {
    self.registry = registry
    self.firstPause = firstPause
    self.longestPause = longestPause
    self.onChange = onChange
    registry.set(.serving, of: Self.service)
  }

  /// Gives it the check of a store that is open; before this nothing can recover.
  package func start(_ check: @escaping Check) {
    let isDoubtful = state.withLock { state in
      state.check = check
      return state.isDoubtful
    }
    if isDoubtful { checkLater(firstPause) }
  }

  /// No check runs once this has returned.
  package func stop() {
    state.withLock { $0.check = nil }
    queue.sync {}
  }

  /// Takes a store's failure; from any thread, and cheap.
  package func report(_ error: StoreError) {
    let isNew = state.withLock { state in
      if state.isDoubtful { return false }
      state.isDoubtful = true
      // Before the lock is given away, as below: a check that succeeds at this moment must not have the last word.
      set(.notServing)
      return true
    }
    guard isNew else { return }
    onChange(false, error)
    checkLater(firstPause)
  }

  private func checkLater(_ pause: Duration) {
    let parts = pause.components
    let nanoseconds = Int(parts.seconds) * 1_000_000_000 + Int(parts.attoseconds / 1_000_000_000)
    queue.asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) { [self] in
      guard let check = state.withLock({ $0.check }) else { return }
      do throws(StoreError) {
        try check()
      } catch {
        checkLater(min(pause * 2, longestPause))
        return
      }
      state.withLock { state in
        state.isDoubtful = false
        set(.serving)
      }
      onChange(true, nil)
    }
  }

  private func set(_ status: HealthRegistry.Status) {
    registry.set(status, of: Self.service)
    registry.set(status, of: "")
  }
}
