package import FiszkaDomain

/// Decides which calls an engine gets. Pure: the caller brings the time, in milliseconds of a clock that only goes forward.
package struct BreakerState: Hashable, Sendable {
  /// What to do with a call.
  package enum OnCall: Hashable, Sendable {
    /// Let it through.
    case pass
    /// Let it through; it decides whether others may follow. One of the `probe…` events ends it.
    case probe
    /// Refuse it.
    case refuse(retryAfterMilliseconds: Int)
  }

  private enum State: Hashable, Sendable {
    case closed(failures: Int)
    /// Since a failure, or since a probe that told nothing.
    case open(until: Int, pause: Int)
    case halfOpen(pause: Int)
  }

  private static let probeMilliseconds = 1_000

  private let settings: BreakerSettings
  private var state = State.closed(failures: 0)

  package init(_ settings: BreakerSettings) {
    self.settings = settings
  }

  /// What to tell of it.
  package var breaker: SpeechEngineHealth.Breaker {
    switch state {
    case .closed: .closed
    case .open: .open
    case .halfOpen: .halfOpen
    }
  }

  /// For how long calls are refused, in milliseconds; nil: one would go through now.
  package func rest(now: Int) -> Int? {
    switch state {
    case .closed: nil
    case .open(let until, _): now < until ? until - now : nil
    // How long the probe takes nobody knows.
    case .halfOpen: Self.probeMilliseconds
    }
  }

  /// A call wants to go through.
  package mutating func call(now: Int) -> OnCall {
    switch state {
    case .closed:
      return .pass
    case .open(let until, let pause):
      if now < until { return .refuse(retryAfterMilliseconds: until - now) }
      state = .halfOpen(pause: pause)
      return .probe
    case .halfOpen:
      return .refuse(retryAfterMilliseconds: Self.probeMilliseconds)
    }
  }

  /// A call that passed succeeded. One that began before the breaker opened closes nothing.
  package mutating func succeeded() {
    if case .closed = state { state = .closed(failures: 0) }
  }

  /// A call that passed failed. One that began before the breaker opened changes nothing.
  package mutating func failed(now: Int) {
    guard case .closed(let failures) = state else { return }
    let count = failures + 1
    state = count < settings.failures ? .closed(failures: count) : open(for: settings.pauseMilliseconds, now)
  }

  /// The probe succeeded: calls go through again.
  package mutating func probeSucceeded() {
    state = .closed(failures: 0)
  }

  /// The probe failed: the next one comes after twice the time.
  package mutating func probeFailed(now: Int) {
    guard case .halfOpen(let pause) = state else { return }
    state = open(for: min(pause * 2, settings.longestPauseMilliseconds), now)
  }

  /// The probe told nothing, such as when its caller gave up: the next call is one.
  package mutating func probeToldNothing(now: Int) {
    guard case .halfOpen(let pause) = state else { return }
    state = .open(until: now, pause: pause)
  }

  private func open(for pause: Int, _ now: Int) -> State {
    .open(until: now + pause, pause: pause)
  }
}
