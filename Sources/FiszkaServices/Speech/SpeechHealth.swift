import Dispatch
package import FiszkaDomain
import Synchronization
package import TTRPC

/// Keeps the health of "speech": SERVING as long as some engine of the settings can be expected to speak. While none can, it lets
/// them try now and then, so that health returns without callers.
package final class SpeechHealth: Sendable {
  /// The service's name in health calls.
  package static let service = "speech"

  private struct State {
    var probe: (@Sendable (WorkLimit) -> Void)?
    var isServing: Bool?
    var isProbing = false
  }

  private let registry: HealthRegistry
  private let pause: Duration
  private let onChange: @Sendable (_ isServing: Bool) -> Void
  private let queue = DispatchQueue(label: "fiszka.speech-health")
  private let state = Mutex(State())

  /// NOT_SERVING until an engine has spoken.
  ///
  /// - Parameters:
  ///   - pause: between two probes while nothing serves.
  ///   - onChange: told, for the log, when the health changes, in order; must not call back.
  package init(
    _ registry: HealthRegistry, pause: Duration = .seconds(15), onChange: @escaping @Sendable (_ isServing: Bool) -> Void
  ) {
    self.registry = registry
    self.pause = pause
    self.onChange = onChange
    registry.set(.notServing, of: Self.service)
  }

  /// Probes at once, and from then on while nothing serves.
  ///
  /// - Parameter probe: blocks, unless its limit ends it; lets engines speak, and has `update` called with what came of it.
  package func start(_ probe: @escaping @Sendable (WorkLimit) -> Void) {
    state.withLock { state in
      state.probe = probe
      state.isProbing = true
    }
    queue.async { [self] in runProbe() }
  }

  /// Ends a probe that runs; none does once this has returned.
  package func stop() {
    state.withLock { $0.probe = nil }
    queue.sync {}
  }

  /// Takes what the engines' state says now; from any thread, and cheap.
  package func update(_ isServing: Bool) {
    let mustProbe = state.withLock { state in
      if state.isServing != isServing {
        state.isServing = isServing
        // Before the lock is given away: of two changes at once, the later one is to be told last.
        registry.set(isServing ? .serving : .notServing, of: Self.service)
        onChange(isServing)
      }
      let mustProbe = !isServing && !state.isProbing && state.probe != nil
      if mustProbe { state.isProbing = true }
      return mustProbe
    }
    if mustProbe { probeLater() }
  }

  private func probeLater() {
    queue.asyncAfter(deadline: .now() + .nanoseconds(Int(pause.nanoseconds))) { [self] in runProbe() }
  }

  private func runProbe() {
    guard let probe = state.withLock({ $0.probe }) else { return }
    probe(WorkLimit { [self] in state.withLock { $0.probe == nil } ? .cancelled : nil })
    let again = state.withLock { state in
      state.isProbing = state.isServing == false && state.probe != nil
      return state.isProbing
    }
    if again { probeLater() }
  }
}
