import Synchronization

/// Admits so many attempts of one key within any period of one length, exactly.
///
/// Memory is bounded (see `CrowdTable`): at most `capacity` keys are remembered, about 150 bytes each with the standard limit.
/// In a flood of more keys, those with the fewest attempts are forgotten first.
package final class SlidingWindowLimiter: AttemptLimiter {
  private let limit: Int
  private let period: Duration
  private let table: Mutex<CrowdTable<Window>>

  /// - Parameters:
  ///   - limit: most attempts of a key, at least 1.
  ///   - period: within any so long time.
  ///   - capacity: most keys that are remembered, at least 8.
  package init(limit: Int = 10, per period: Duration = .seconds(60), capacity: Int = 32_768) {
    precondition(limit >= 1)
    self.limit = limit
    self.period = period
    table = Mutex(CrowdTable(capacity: capacity))
  }

  /// How many keys are remembered; takes time in proportion to the capacity.
  package var rememberedKeys: Int { table.withLock { $0.count } }

  package func admit(_ key: String, at now: Instant) -> AttemptVerdict {
    table.withLock { table in
      var window = table.value(of: key, at: now) ?? Window(period: period)
      let verdict = window.admit(limit: limit, at: now)
      table.set(window, of: key, at: now)
      return verdict
    }
  }

  /// The attempts of one key, oldest first.
  private struct Window: CrowdTableValue {
    private var attempts: [Instant] = []
    private let period: Duration

    init(period: Duration) {
      self.period = period
    }

    mutating func admit(limit: Int, at now: Instant) -> AttemptVerdict {
      // When the clock was set back, attempts that now lie ahead count as just made: nobody waits longer than a period.
      attempts = attempts.filter { $0.advanced(by: period) > now }.map { min($0, now) }
      if attempts.count >= limit { return .refused(from: now, until: attempts[0].advanced(by: period)) }
      attempts.append(now)
      return .admitted
    }

    func isIdle(at now: Instant) -> Bool { latest.advanced(by: period) <= now }
    var weight: Int { attempts.count }
    var latest: Instant { attempts.last ?? Instant(microseconds: .min) }
  }
}
