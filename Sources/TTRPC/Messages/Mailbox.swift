import NIOCore
import Synchronization

/// Hands items from any thread to a connection's event loop, with one wake-up for all that gather before it runs.
final class Mailbox<Item: Sendable>: Sendable {
  private struct State {
    var items: [Item] = []
    var isScheduled = false
    var isClosed = false
  }

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

  /// Everything posted so far, in order.
  func takeAll() -> [Item] {
    state.withLock { state in
      state.isScheduled = false
      defer { state.items = [] }
      return state.items
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
