import NIOCore
import Synchronization

/// Hands items from any thread to a connection's event loop, with one wake-up for all that gather before it runs.
final class Mailbox<Item: Sendable>: Sendable {
  private struct State {
    var items: [Item] = []
    var isScheduled = false
    var isClosed = false
  }

  /// Items; a connection has room for twice as many as long as it is open.
  private static var roomToKeep: Int { 128 }

  private let state = Mutex(State())
  private let eventLoop: any EventLoop
  private let wakeUp: @Sendable () -> Void

  /// - Parameter wakeUp: Runs on `eventLoop` after items came; it calls `takeAll`.
  init(eventLoop: any EventLoop, wakeUp: @escaping @Sendable () -> Void) {
    self.eventLoop = eventLoop
    self.wakeUp = wakeUp
  }

  /// Adds an item; false when the connection is closed.
  @discardableResult
  func post(_ item: Item) -> Bool {
    let (accepted, first) = state.withLock { state in
      if state.isClosed { return (false, false) }
      state.items.append(item)
      defer { state.isScheduled = true }
      return (true, !state.isScheduled)
    }
    if first { eventLoop.execute(wakeUp) }
    return accepted
  }

  /// Puts everything posted so far, in order, into `items`, which is empty. Its room is used for what is posted next, so that two
  /// arrays do for ever.
  func takeAll(into items: inout [Item]) {
    // A burst is not remembered.
    if items.capacity > Self.roomToKeep { items = [] }
    state.withLock { state in
      state.isScheduled = false
      swap(&state.items, &items)
    }
  }

  /// Refuses further items; those not yet taken are returned.
  func close() -> [Item] {
    state.withLock { state in
      state.isClosed = true
      defer { state.items = [] }
      return state.items
    }
  }
}
