import NIOCore
import Synchronization

/// The open connections of a server.
final class ConnectionSet: Sendable {
  private struct State {
    var connections: [ObjectIdentifier: Entry] = [:]
    var isDraining = false
    var waiting: CheckedContinuation<Void, Never>?
  }

  private struct Entry {
    let channel: any Channel
    /// Tells the connection to take no more calls; from any thread.
    let drain: @Sendable () -> Void
  }

  private let state = Mutex(State())

  var count: Int { state.withLock { $0.connections.count } }

  /// Adds an open connection; while the server drains it is drained at once.
  func insert(_ channel: any Channel, drain: @escaping @Sendable () -> Void) {
    let isDraining = state.withLock { state in
      state.connections[ObjectIdentifier(channel)] = Entry(channel: channel, drain: drain)
      return state.isDraining
    }
    if isDraining { drain() }
  }

  func remove(_ channel: any Channel) {
    let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
      state.connections[ObjectIdentifier(channel)] = nil
      guard state.connections.isEmpty else { return nil }
      defer { state.waiting = nil }
      return state.waiting
    }
    waiting?.resume()
  }

  /// Drains every connection; those that still have calls after `limit` are closed. Returns when none is open.
  func drain(within limit: TimeAmount, on eventLoop: any EventLoop) async {
    let entries = state.withLock { state in
      state.isDraining = true
      return Array(state.connections.values)
    }
    for entry in entries { entry.drain() }
    let timer = eventLoop.scheduleTask(in: limit) { self.closeAll() }
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      let isEmpty = state.withLock { state in
        if !state.connections.isEmpty { state.waiting = done }
        return state.connections.isEmpty
      }
      if isEmpty { done.resume() }
    }
    timer.cancel()
  }

  private func closeAll() {
    for entry in state.withLock({ Array($0.connections.values) }) { entry.channel.close(promise: nil) }
  }
}
