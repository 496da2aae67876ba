import Synchronization

/// What happened, in order, and who waits for it to happen. Usable from any thread.
final class Recorder<Event: Sendable>: Sendable {
  private struct State {
    var events: [Event] = []
    var watchers: [(condition: @Sendable ([Event]) -> Bool, continuation: CheckedContinuation<[Event], Never>)] = []
  }

  private let state = Mutex(State())

  var events: [Event] { state.withLock { $0.events } }

  func append(_ event: Event) {
    let (events, reached) = state.withLock { state in
      state.events.append(event)
      let events = state.events
      let reached = state.watchers.filter { $0.condition(events) }
      state.watchers.removeAll { $0.condition(events) }
      return (events, reached)
    }
    for watcher in reached { watcher.continuation.resume(returning: events) }
  }

  /// Returns all events as soon as `condition` holds for them.
  @discardableResult
  func until(_ condition: @escaping @Sendable ([Event]) -> Bool) async -> [Event] {
    await withCheckedContinuation { continuation in
      let events = state.withLock { state -> [Event]? in
        if condition(state.events) { return state.events }
        state.watchers.append((condition, continuation))
        return nil
      }
      if let events { continuation.resume(returning: events) }
    }
  }
}
