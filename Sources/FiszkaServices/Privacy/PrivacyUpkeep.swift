import FiszkaDomain

/// What privacy asks for without a call: erasures that broke off are ended, and exports are removed when they expire. Once at the
/// start, then again and again.
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

  private let work: RepeatedWork

  /// - Parameters:
  ///   - pause: from the end of one round to the next.
  ///   - onEvent: called on the upkeep's queue.
  package init(_ ports: PrivacyPorts, pause: Duration = .seconds(3_600), onEvent: @escaping @Sendable (Event) -> Void) {
    work = RepeatedWork("fiszka.privacy-upkeep", pause: pause) { limit in
      Self.attempt(onEvent) {
        let removed = try ports.exports.removeExpired(at: ports.now(), limit: limit)
        return removed.isEmpty ? nil : .removedExports(removed)
      }
      Self.attempt(onEvent) {
        let finished = try PersonErasure(ports).finishAll(limit: limit)
        return finished.isEmpty ? nil : .finishedErasures(finished)
      }
    }
  }

  /// Begins the first round; returns at once.
  package func start() {
    work.start(afterPause: false)
  }

  /// A round that runs is given up; none begins once this has returned.
  package func stop() {
    work.stop()
  }

  private static func attempt(_ onEvent: (Event) -> Void, _ step: () throws -> Event?) {
    do {
      if let event = try step() { onEvent(event) }
    } catch StoreError.interrupted {
      // Stopped.
    } catch {
      onEvent(.failed(error))
    }
  }
}
