import Dispatch
package import FiszkaDomain
import Synchronization

/// Lets the first caller of a key work and the others wait for its result. Any thread; callers block theirs.
///
/// The work goes on as long as anybody waits for it: a caller whose limit ends its wait, also the first one, is only one less.
package final class SingleFlight<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// How often a caller that waits asks its limit.
  private static var look: DispatchTimeInterval { .milliseconds(10) }

  private let flights = Mutex<[Key: Flight]>([:])

  /// Work that runs. Its state is guarded by `flights`.
  private final class Flight: Sendable {
    let state: Mutex<State>

    struct State: Sendable {
      /// Callers who wait for the result, with the one that works.
      var waiting = 1
      var signals: [DispatchSemaphore] = []
      var result: Result<Value, SpeechEngineFailure>?
      /// The one that works does not want the result any more.
      var leaderHasLeft = false
      /// Why nobody waits any more: whoever comes now begins anew. When someone's time was over, that is the reason, and not that others
      /// gave up: it tells something about the work.
      var abandoned: WorkInterruption?
      var someonesTimeWasOver = false
    }

    init() {
      state = Mutex(State())
    }

    /// Joins; false when nobody waits any more.
    func join(_ signal: DispatchSemaphore) -> Bool {
      state.withLock { state in
        if state.abandoned != nil { return false }
        state.waiting += 1
        if state.result != nil { signal.signal() } else { state.signals.append(signal) }
        return true
      }
    }

    func leave(_ reason: WorkInterruption) {
      state.withLock { state in
        state.waiting -= 1
        if reason == .deadlineExceeded { state.someonesTimeWasOver = true }
        if state.waiting == 0 { state.abandoned = state.someonesTimeWasOver ? .deadlineExceeded : .cancelled }
      }
    }

    func finish(_ result: Result<Value, SpeechEngineFailure>) {
      state.withLock { state in
        state.result = result
        for signal in state.signals { signal.signal() }
        state.signals = []
      }
    }
  }

  package init() {}

  /// The value, and whether this caller's own thread worked for it.
  ///
  /// - Parameter work: its limit ends it when nobody waits any more.
  package func run(
    _ key: Key, limit: WorkLimit, _ work: (WorkLimit) throws(SpeechEngineFailure) -> Value
  ) throws(SpeechEngineFailure) -> (value: Value, isOwn: Bool) {
    if let interruption = limit.interruption { throw .interrupted(interruption) }
    let signal = DispatchSemaphore(value: 0)
    let (flight, isOwn) = flights.withLock { flights in
      if let flight = flights[key], flight.join(signal) { return (flight, false) }
      let flight = Flight()
      flights[key] = flight
      return (flight, true)
    }
    if isOwn { return (try lead(flight, key, limit, work), true) }
    while signal.wait(timeout: .now() + Self.look) == .timedOut {
      if let interruption = limit.interruption {
        flight.leave(interruption)
        throw .interrupted(interruption)
      }
    }
    guard let result = flight.state.withLock({ $0.result }) else { preconditionFailure("A flight that ended has a result.") }
    return (try result.get(), false)
  }

  private func lead(
    _ flight: Flight, _ key: Key, _ limit: WorkLimit, _ work: (WorkLimit) throws(SpeechEngineFailure) -> Value
  ) throws(SpeechEngineFailure) -> Value {
    let shared = WorkLimit {
      let hasLeft = flight.state.withLock { $0.leaderHasLeft }
      if !hasLeft, let interruption = limit.interruption {
        flight.state.withLock { $0.leaderHasLeft = true }
        flight.leave(interruption)
      }
      return flight.state.withLock { $0.abandoned }
    }
    let result: Result<Value, SpeechEngineFailure>
    do throws(SpeechEngineFailure) {
      result = .success(try work(shared))
    } catch {
      result = .failure(error)
    }
    flights.withLock { flights in if flights[key] === flight { flights[key] = nil } }
    flight.finish(result)
    if let interruption = limit.interruption, case .failure = result { throw .interrupted(interruption) }
    return try result.get()
  }
}
