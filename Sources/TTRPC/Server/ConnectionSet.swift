import NIOCore
import Synchronization

/// The open connections of a server.
final class ConnectionSet: Sendable {
  private struct State {
    var connections: [ObjectIdentifier: Entry] = [:]
    var ownCount = 0
    /// When the calls of a server that drains are ended; nil while it does not drain.
    var end: NIODeadline?
    var waiting: CheckedContinuation<Void, Never>?
  }

  private struct Entry {
    let channel: any Channel
    let mailbox: Mailbox<ServerEvent>
    let isOwn: Bool
  }

  /// How long a peer may take to read that its calls have ended with the drain time.
  private static let farewell = TimeAmount.seconds(1)

  private let state = Mutex(State())

  var count: Int { state.withLock { $0.connections.count } }
  /// Without those that this process made itself.
  var callerCount: Int { state.withLock { $0.connections.count - $0.ownCount } }

  /// Adds an open connection; while the server drains it is drained at once.
  func insert(_ channel: any Channel, _ mailbox: Mailbox<ServerEvent>, isOwn: Bool) {
    let entry = Entry(channel: channel, mailbox: mailbox, isOwn: isOwn)
    let end = state.withLock { state in
      state.connections[ObjectIdentifier(channel)] = entry
      if isOwn { state.ownCount += 1 }
      return state.end
    }
    if let end { Self.drain(entry, until: end) }
  }

  func remove(_ channel: any Channel) {
    let waiting = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if let entry = state.connections.removeValue(forKey: ObjectIdentifier(channel)), entry.isOwn { state.ownCount -= 1 }
      guard state.connections.isEmpty else { return nil }
      defer { state.waiting = nil }
      return state.waiting
    }
    waiting?.resume()
  }

  /// Drains every connection. Calls that run after `limit` are answered UNAVAILABLE; connections whose peers do not read that are
  /// closed soon after. Returns at once.
  func drain(within limit: TimeAmount) {
    let end = NIODeadline.now() + limit
    let entries = state.withLock { state in
      state.end = end
      return Array(state.connections.values)
    }
    for entry in entries { Self.drain(entry, until: end) }
  }

  /// Returns when no connection is open. At most one may wait.
  func untilEmpty() async {
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      let isEmpty = state.withLock { state in
        if !state.connections.isEmpty { state.waiting = done }
        return state.connections.isEmpty
      }
      if isEmpty { done.resume() }
    }
  }

  /// On the connection's own event loop, so that one that hangs holds up no other's.
  private static func drain(_ entry: Entry, until end: NIODeadline) {
    entry.mailbox.post(.drain)
    entry.channel.eventLoop.scheduleTask(deadline: end) { entry.mailbox.post(.drainTimeIsOver) }
    entry.channel.eventLoop.scheduleTask(deadline: end + farewell) { entry.channel.close(promise: nil) }
  }
}
