import NIOCore
import Testing

@testable import TTRPC

/// A pool's pure state with a clock and random numbers of the test's.
struct PoolScript {
  var state: PoolState
  var now = NIODeadline.uptimeNanoseconds(1_000_000_000)

  init(_ change: (inout ClientPoolConfiguration) -> Void = { _ in }) {
    var configuration = ClientPoolConfiguration()
    configuration.connections = 2
    configuration.firstPause = .milliseconds(100)
    configuration.longestPause = .milliseconds(400)
    change(&configuration)
    state = PoolState(configuration)
  }

  mutating func call() -> OnPoolCall {
    state.call(now: now)
  }

  /// A call that has to wait.
  mutating func wait(_ location: SourceLocation = #_sourceLocation) throws -> (PoolWaiterID, PoolOrders) {
    guard case .wait(let waiter, let orders) = call() else { throw WrongOrder(location) }
    return (waiter, orders)
  }

  /// A call that goes out at once.
  @discardableResult
  mutating func use(_ location: SourceLocation = #_sourceLocation) throws -> (PoolConnectionID, PoolOrders) {
    guard case .use(let id, let orders) = call() else { throw WrongOrder(location) }
    return (id, orders)
  }

  /// Opens as many connections, and then puts as many calls on each of them. No call has ended well.
  mutating func open(_ count: Int, calls: Int) throws -> [PoolConnectionID] {
    var ids: [PoolConnectionID] = []
    var running: [PoolConnectionID] = []
    while ids.count < count {
      var connect: [PoolConnectionID] = []
      switch call() {
      case .use(let id, let orders):
        running.append(id)
        connect = orders.connect
      case .wait(_, let orders):
        connect = orders.connect
      case .refuse, .closed:
        throw WrongOrder(#_sourceLocation)
      }
      for id in connect { running += connected(id).grants.map(\.connection) }
      ids += connect
    }
    for id in running { end(id, .unanswered) }
    for _ in 0..<count * calls { try use() }
    return ids
  }

  @discardableResult
  mutating func end(_ id: PoolConnectionID, _ end: PoolCallEnd = .answered) -> PoolOrders {
    state.callEnded(on: id, end, now: now, random: { 0 })
  }

  mutating func connected(_ id: PoolConnectionID) -> PoolOrders {
    state.connected(id, now: now)
  }

  mutating func fail(_ id: PoolConnectionID) -> PoolOrders {
    state.connectFailed(id, now: now, random: { 0 })
  }

  mutating func lose(_ id: PoolConnectionID) -> PoolOrders {
    state.connectionEnded(id, now: now, random: { 0 })
  }

  mutating func wake(at time: NIODeadline) -> PoolOrders {
    now = time
    return state.woke(now: now)
  }

  /// The state gave another order than the test is about.
  struct WrongOrder: Error {
    let location: SourceLocation

    init(_ location: SourceLocation) {
      self.location = location
    }
  }
}
