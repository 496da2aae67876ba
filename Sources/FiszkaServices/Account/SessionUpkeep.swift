package import FiszkaDomain

/// Writes down the uses of sessions once a minute, and a last time at the end; removes expired ones.
package final class SessionUpkeep: Sendable {
  private let work: RepeatedWork
  private let write: @Sendable (WorkLimit) -> Void

  /// - Parameters:
  ///   - pause: from the end of one round to the next.
  ///   - onFailure: called on the thread that wrote; the next round tries again.
  package init(
    _ sessions: OpenSessions, pause: Duration = .seconds(60), now: @escaping @Sendable () -> Instant,
    onFailure: @escaping @Sendable (StoreError) -> Void
  ) {
    write = { limit in
      do throws(StoreError) {
        try sessions.writeUses(at: now(), limit: limit)
      } catch .interrupted {
        // Stopped: the last time follows.
      } catch {
        onFailure(error)
      }
    }
    work = RepeatedWork("fiszka.session-upkeep", pause: pause, write)
  }

  /// Begins to count the first pause; returns at once.
  package func start() {
    work.start(afterPause: true)
  }

  /// Writes a last time; no round begins once this has returned.
  package func stop() {
    work.stop()
    write(.none)
  }
}
