import Dispatch
package import FiszkaDomain
import Synchronization

/// An engine that is left alone for a while after it failed several times. Any thread.
package final class BreakerEngine: SpeechEngine {
  private let engine: any SpeechEngine
  private let now: @Sendable () -> Int
  private let state: Mutex<State>
  private let patience: Int

  private struct State {
    var breaker: BreakerState
    var silence = Silence()
    var successes = 0
    var failures = 0
    var lastFailure: SpeechEngineFailure?
  }

  /// - Parameter now: Milliseconds of a clock that only goes forward.
  package init(
    _ engine: any SpeechEngine, _ settings: BreakerSettings = BreakerSettings(),
    now: @escaping @Sendable () -> Int = { Int(DispatchTime.now().uptimeNanoseconds / 1_000_000) }
  ) {
    self.engine = engine
    self.now = now
    patience = settings.patienceMilliseconds
    state = Mutex(State(breaker: BreakerState(settings)))
  }

  package var name: SpeechEngineName { engine.name }

  package func voiceIdentity(_ accent: Accent, voice: String) -> String {
    engine.voiceIdentity(accent, voice: voice)
  }

  package func synthesize(_ order: SpeechOrder, limit: WorkLimit) throws(SpeechEngineFailure) -> SpokenAudio {
    let start = now()
    let admission = state.withLock { $0.breaker.call(now: start) }
    if case .refuse(let milliseconds) = admission { throw .resting(retryAfterMilliseconds: milliseconds) }
    do throws(SpeechEngineFailure) {
      let audio = try engine.synthesize(order, limit: limit)
      succeeded(admission)
      return audio
    } catch {
      failed(error, admission, since: start)
      throw error
    }
  }

  /// For how long it is left alone, in milliseconds; nil: it can be asked now.
  package var restMilliseconds: Int? { state.withLock { $0.breaker.rest(now: now()) } }

  /// Goes through whatever the breaker says, and does not count: an operator asks.
  package func voices(limit: WorkLimit) throws(SpeechEngineFailure) -> [SpeechVoice] {
    try engine.voices(limit: limit)
  }

  package var health: SpeechEngineHealth {
    state.withLock { state in
      SpeechEngineHealth(
        breaker: state.breaker.breaker, successes: state.successes, failures: state.failures, lastFailure: state.lastFailure)
    }
  }

  private func succeeded(_ admission: BreakerState.OnCall) {
    state.withLock { state in
      state.successes += 1
      state.lastFailure = nil
      state.silence.ended(at: now())
      if admission == .probe { state.breaker.probeSucceeded() } else { state.breaker.succeeded() }
    }
  }

  private func failed(_ failure: SpeechEngineFailure, _ admission: BreakerState.OnCall, since start: Int) {
    state.withLock { state in
      var failure = failure
      // An engine that hangs for longer than any caller has time would never be at fault otherwise.
      if case .interrupted(.deadlineExceeded) = failure, state.silence.waited(from: start, to: now(), patience: patience) {
        failure = .timedOut
      }
      if failure.isNoFault {
        if admission == .probe { state.breaker.probeToldNothing(now: now()) }
        return
      }
      state.failures += 1
      state.lastFailure = failure
      if admission == .probe { state.breaker.probeFailed(now: now()) } else { state.breaker.failed(now: now()) }
    }
  }
}
