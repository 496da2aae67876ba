import Dispatch
package import FiszkaDomain
import Synchronization

/// Writes down the uses of sessions once a minute, and a last time at the end; removes expired ones. On a queue of its own.
package final class SessionUpkeep: Sendable {
  private let sessions: OpenSessions
  private let pause: DispatchTimeInterval
  private let now: @Sendable () -> Instant
  private let onFailure: @Sendable (StoreError) -> Void
  private let queue = DispatchQueue(label: "fiszka.session-upkeep")
  private let isStopped = Mutex(false)

  /// - Parameters:
  ///   - pauseMilliseconds: from the end of one round to the next.
  ///   - onFailure: called on the upkeep's queue; the next round tries again.
  package init(
    _ sessions: OpenSessions, pauseMilliseconds: Int = 60_000, now: @escaping @Sendable () -> Instant,
    onFailure: @escaping @Sendable (StoreError) -> Void
  ) {
    self.sessions = sessions
    pause = .milliseconds(pauseMilliseconds)
    self.now = now
    self.onFailure = onFailure
  }

  /// Begins to count the first pause; returns at once.
  package func start() {
    queue.asyncAfter(deadline: .now() + pause) { [weak self] in self?.round() }
  }

  /// Writes a last time; no round begins once this has returned.
  package func stop() {
    isStopped.withLock { $0 = true }
    queue.sync { write() }
  }

  private func round() {
    if isStopped.withLock({ $0 }) { return }
    write()
    start()
  }

  private func write() {
    do throws(StoreError) {
      try sessions.writeUses(at: now(), limit: .none)
    } catch {
      onFailure(error)
    }
  }
}
