import Dispatch
import Synchronization
package import TTRPC

/// Where handlers wait that were told to hold: until their time is over, their call ends, or somebody opens the gate.
///
/// A test waits for `untilHeld` instead of for time, and lets the handlers go with `open`. Usable from any thread.
package final class HoldGate: Sendable {
  private struct State {
    var nextID = 0
    /// What lets each handler go that holds now.
    var held: [Int: @Sendable () -> Void] = [:]
    var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
  }

  private let state = Mutex(State())

  package init() {}

  /// Lets go all handlers that hold now.
  package func open() {
    let held = state.withLock { state in
      defer { state.held = [:] }
      return state.held
    }
    for release in held.values { release() }
  }

  /// How many handlers hold now.
  package var heldCount: Int { state.withLock { $0.held.count } }

  /// Returns when at least `count` handlers hold at once.
  package func untilHeld(_ count: Int = 1) async {
    await withCheckedContinuation { continuation in
      let isReached = state.withLock { state in
        if state.held.count < count { state.watchers.append((count, continuation)) }
        return state.held.count >= count
      }
      if isReached { continuation.resume() }
    }
  }

  /// Keeps the calling thread.
  ///
  /// - Parameter milliseconds: nil holds until the gate is opened or the call ends.
  /// - Throws: What ended the call meanwhile.
  package func holdThread(milliseconds: Int64?, _ call: CallContext) throws(RPCError) {
    let semaphore = DispatchSemaphore(value: 0)
    let id = enter { semaphore.signal() }
    defer { leave(id) }
    let end = milliseconds.map { DispatchTime.now() + .milliseconds(Int($0)) } ?? .distantFuture
    // A thread learns of its call's end only by asking.
    while semaphore.wait(timeout: min(end, .now() + .milliseconds(1))) == .timedOut {
      try call.checkCancellation()
      if end <= .now() { return }
    }
  }

  /// Suspends the calling task, which must be the one of the stream.
  ///
  /// - Parameter milliseconds: nil holds until the gate is opened or the call ends.
  /// - Throws: What ended the call meanwhile.
  package func holdTask(milliseconds: Int64?, _ call: CallContext) async throws(RPCError) {
    let (released, continuation) = AsyncStream.makeStream(of: Void.self)
    let id = enter { continuation.finish() }
    let timer = milliseconds.map { milliseconds in
      let timer = DispatchWorkItem { continuation.finish() }
      DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(Int(milliseconds)), execute: timer)
      return timer
    }
    defer {
      leave(id)
      timer?.cancel()
    }
    // The stream ends when it is finished and when the task is cancelled.
    for await _ in released {}
    try call.checkCancellation()
  }

  private func enter(_ release: @escaping @Sendable () -> Void) -> Int {
    let (id, reached) = state.withLock { state in
      state.nextID += 1
      state.held[state.nextID] = release
      let count = state.held.count
      let reached = state.watchers.filter { $0.count <= count }
      state.watchers.removeAll { $0.count <= count }
      return (state.nextID, reached)
    }
    for watcher in reached { watcher.continuation.resume() }
    return id
  }

  private func leave(_ id: Int) {
    state.withLock { $0.held[id] = nil }
  }
}
