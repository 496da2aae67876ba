import FiszkaDomain
import FiszkaSpeech
import Testing

@Suite struct BreakerStateTests {
  private func state(failures: Int = 3) -> BreakerState {
    var settings = BreakerSettings()
    settings.failures = failures
    settings.pauseMilliseconds = 100
    settings.longestPauseMilliseconds = 300
    return BreakerState(settings)
  }

  /// A breaker that opened at 0.
  private func opened() -> BreakerState {
    var state = state(failures: 1)
    state.failed(now: 0)
    return state
  }

  @Test func failuresInARowOpenIt() {
    var state = state()
    for _ in 0..<2 { state.failed(now: 0) }
    let before = state.call(now: 0)
    state.failed(now: 0)
    let after = state.call(now: 40)
    #expect(before == .pass)
    #expect(after == .refuse(retryAfterMilliseconds: 60))
    #expect(state.breaker == .open)
  }

  @Test func successBetweenFailuresKeepsItClosed() {
    var state = state()
    for _ in 0..<5 {
      state.failed(now: 0)
      state.failed(now: 0)
      state.succeeded()
    }
    #expect(state.breaker == .closed)
  }

  @Test func oneProbeAfterThePause() {
    var state = opened()
    let early = state.call(now: 99)
    let probe = state.call(now: 100)
    let second = state.call(now: 100)
    #expect(early == .refuse(retryAfterMilliseconds: 1))
    #expect(probe == .probe)
    #expect(second == .refuse(retryAfterMilliseconds: 1_000))
    #expect(state.breaker == .halfOpen)
  }

  @Test func probeThatSucceedsClosesIt() {
    var state = opened()
    _ = state.call(now: 100)
    state.probeSucceeded()
    let call = state.call(now: 100)
    #expect(call == .pass)
    #expect(state.breaker == .closed)
  }

  @Test func probesThatFailDoubleThePauseUpToTheLongest() {
    var state = opened()
    var now = 100
    for pause in [200, 300, 300] {
      let probe = state.call(now: now)
      state.probeFailed(now: now)
      let refused = state.call(now: now)
      #expect(probe == .probe)
      #expect(refused == .refuse(retryAfterMilliseconds: pause))
      now += pause
    }
  }

  @Test func probeThatToldNothingLetsTheNextCallProbe() {
    var state = opened()
    _ = state.call(now: 100)
    state.probeToldNothing(now: 150)
    let next = state.call(now: 150)
    state.probeFailed(now: 150)
    let refused = state.call(now: 150)
    #expect(next == .probe)
    #expect(refused == .refuse(retryAfterMilliseconds: 200))
  }

  @Test func callsFromBeforeItOpenedChangeNothing() {
    var state = opened()
    state.succeeded()
    state.failed(now: 50)
    let call = state.call(now: 60)
    #expect(call == .refuse(retryAfterMilliseconds: 40))
  }
}
