import Synchronization

/// Wants a pause between attempts at one account that doubles from attempt to attempt, up to a longest one.
///
/// Attempts beyond the free ones wait 1, 2, 4, … seconds after the one before. Origins from which somebody has signed in are
/// counted each by itself, so that the owner does not wait for the attempts of strangers. Memory is bounded (see `CrowdTable`).
package final class GrowingPauseLimiter: AccountAttemptLimiter {
  private let free: Int
  private let longest: Duration
  private let forgetAfter: Duration
  private let state: Mutex<State>

  private struct State {
    var accounts: CrowdTable<Attempts>
    var known: CrowdTable<Acquaintance>
  }

  /// - Parameters:
  ///   - free: attempts that need no pause, at least 1.
  ///   - longest: the longest pause, at least a second.
  ///   - forgetAfter: without attempts, longer than `longest`.
  ///   - capacity: most accounts and most known origins that are remembered, at least 8.
  package init(
    free: Int = 10, longest: Duration = .seconds(30), forgetAfter: Duration = .seconds(900), capacity: Int = 16_384
  ) {
    precondition(free >= 1 && longest >= .seconds(1) && forgetAfter > longest)
    self.free = free
    self.longest = longest
    self.forgetAfter = forgetAfter
    state = Mutex(State(accounts: CrowdTable(capacity: capacity), known: CrowdTable(capacity: capacity)))
  }

  /// How many accounts are remembered; takes time in proportion to the capacity.
  package var rememberedAccounts: Int { state.withLock { $0.accounts.count } }

  package func admit(account: String, from origin: String, at now: Instant) -> AttemptVerdict {
    state.withLock { state in
      let key = counterKey(account, origin, state, now)
      var attempts = state.accounts.value(of: key, at: now) ?? Attempts(forgetAfter: forgetAfter)
      let verdict = attempts.admit(free: free, longest: longest, at: now)
      state.accounts.set(attempts, of: key, at: now)
      return verdict
    }
  }

  package func succeeded(account: String, from origin: String, at now: Instant) {
    state.withLock { state in
      state.accounts.set(nil, of: counterKey(account, origin, state, now), at: now)
      state.known.set(Acquaintance(latest: now), of: Self.pair(account, origin), at: now)
    }
  }

  private func counterKey(_ account: String, _ origin: String, _ state: borrowing State, _ now: Instant) -> String {
    let pair = Self.pair(account, origin)
    return state.known.value(of: pair, at: now) == nil ? account : pair
  }

  /// No account and no origin contains a zero byte, so no two pairs give one key.
  private static func pair(_ account: String, _ origin: String) -> String { "\(account)\0\(origin)" }

  /// The attempts at one account since the last that succeeded.
  private struct Attempts: CrowdTableValue {
    private var count = 0
    private(set) var latest = Instant(microseconds: .min)
    private let forgetAfter: Duration

    init(forgetAfter: Duration) {
      self.forgetAfter = forgetAfter
    }

    mutating func admit(free: Int, longest: Duration, at now: Instant) -> AttemptVerdict {
      // When the clock was set back, an attempt that now lies ahead counts as just made.
      latest = min(latest, now)
      if count >= free {
        let pause = min(Duration.seconds(1) * (1 << min(count - free, 16)), longest)
        let next = latest.advanced(by: pause)
        if next > now { return .refused(from: now, until: next) }
      }
      count += 1
      latest = now
      return .admitted
    }

    func isIdle(at now: Instant) -> Bool { latest.advanced(by: forgetAfter) <= now }
    var weight: Int { count }
  }

  /// That somebody has signed in from an origin.
  private struct Acquaintance: CrowdTableValue {
    let latest: Instant

    func isIdle(at now: Instant) -> Bool { latest.advanced(by: .seconds(30 * 86_400)) <= now }
    var weight: Int { 0 }
  }
}
