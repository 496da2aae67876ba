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
    let mailbox: Mailbox<ServerEvent>
  }

  /// How long a peer may take to read that its calls have ended with the drain time.
  private static let farewell = TimeAmount.seconds(1)

  private let state = Mutex(State())

  var count: Int { state.withLock { $0.connections.count } }

  /// Adds an open connection; while the server drains it is drained at once.
  func insert(_ channel: any Channel, _ mailbox: Mailbox<ServerEvent>) {
    let isDraining = state.withLock { state in
      state.connections[ObjectIdentifier(channel)] = Entry(channel: channel, mailbox: mailbox)
      return state.isDraining
    }
    if isDraining { mailbox.post(.drain) }
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

  /// Drains every connection. Calls that run after `limit` are answered UNAVAILABLE; connections whose peers do not read that are
  /// closed soon after. Returns when none is open.
  func drain(within limit: TimeAmount, on eventLoop: any EventLoop) async {
    state.withLock { $0.isDraining = true }
    tellAll(.drain)
    let end = eventLoop.scheduleTask(in: limit) { self.tellAll(.drainTimeIsOver) }
    let lastEnd = eventLoop.scheduleTask(in: limit + Self.farewell) { self.closeAll() }
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      let isEmpty = state.withLock { state in
        if !state.connections.isEmpty { state.waiting = done }
        return state.connections.isEmpty
      }
      if isEmpty { done.resume() }
    }
    end.cancel()
    lastEnd.cancel()
  }

  private var entries: [Entry] { state.withLock { Array($0.connections.values) } }

  private func tellAll(_ event: ServerEvent) {
    for entry in entries { entry.mailbox.post(event) }
  }

  private func closeAll() {
    for entry in entries { entry.channel.close(promise: nil) }
  }
}
