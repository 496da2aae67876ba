import Dispatch
import FiszkaDomain
import Synchronization

/// What privacy asks for without a call: erasures that broke off are ended, and exports are removed when they expire. Once at the
/// start, then again and again, on a queue of its own.
package final class PrivacyUpkeep: Sendable {
  /// What it did or could not do, for the log.
  package enum Event: Sendable {
    /// Erasures of these accounts were ended.
    case finishedErasures([Int64])
    /// These exports were removed.
    case removedExports([Int64])
    /// It will be tried again the next time.
    case failed(any Error)
  }

  private let erasure: PersonErasure
  private let exports: any UserDataExportRepository
  private let now: @Sendable () -> Instant
  private let pause: Duration
  private let onEvent: @Sendable (Event) -> Void
  private let queue = DispatchQueue(label: "fiszka.privacy-upkeep")
  private let isStopped = Mutex(false)

  /// - Parameters:
  ///   - pause: from the end of one round to the next.
  ///   - onEvent: called on the upkeep's queue.
  package init(_ ports: PrivacyPorts, pause: Duration = .seconds(3_600), onEvent: @escaping @Sendable (Event) -> Void) {
    erasure = PersonErasure(ports)
    exports = ports.exports
    now = ports.now
    self.pause = pause
    self.onEvent = onEvent
  }

  /// Begins the first round; returns at once.
  package func start() {
    queue.async { [self] in round() }
  }

  /// A round that runs is given up; none begins once this has returned.
  package func stop() {
    isStopped.withLock { $0 = true }
    queue.sync {}
  }

  private func round() {
    let limit = WorkLimit { [self] in isStopped.withLock { $0 } ? .cancelled : nil }
    if limit.interruption != nil { return }
    attempt {
      let removed = try exports.removeExpired(at: now(), limit: limit)
      if !removed.isEmpty { onEvent(.removedExports(removed)) }
    }
    attempt {
      let finished = try erasure.finishAll(limit: limit)
      if !finished.isEmpty { onEvent(.finishedErasures(finished)) }
    }
    let parts = pause.components
    let nanoseconds = Int(parts.seconds) * 1_000_000_000 + Int(parts.attoseconds / 1_000_000_000)
    queue.asyncAfter(deadline: .now() + .nanoseconds(nanoseconds)) { [weak self] in self?.round() }
  }

  private func attempt(_ work: () throws -> Void) {
    do {
      try work()
    } catch StoreError.interrupted {
      // Stopped.
    } catch {
      onEvent(.failed(error))
    }
  }
}
