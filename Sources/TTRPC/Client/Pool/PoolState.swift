import NIOCore
import TTRPCWire

/// All that a pool remembers of its connections and of the calls that wait: which connection a call gets, when another one is
/// opened, and when after failures.
///
/// Pure: every function is an event, its result orders to the caller, who names the time and draws the random numbers. A
/// connection counts as failed when it cannot be opened, and when it ends before the server has answered a call on it well or
/// with an error of the call's own: so a
/// server that accepts and closes, or refuses every call, is not called without pause.
struct PoolState: Sendable {
  private enum Phase {
    case connecting
    /// Takes calls.
    case open
    /// Finishes its calls and takes no others.
    case leaving
  }

  private struct Member {
    let id: PoolConnectionID
    var phase = Phase.connecting
    var calls = 0
    var hasAnswered = false
  }

  private let connections: Int
  private let callsPerConnection: Int
  private let waitingCalls: Int
  private var backoff: Backoff
  private var members: [Member] = []
  /// Oldest first.
  private var waiting = CircularBuffer<PoolWaiterID>()
  private var nextID = 0
  /// Nothing is opened before; nil after success.
  private var pauseEnd: NIODeadline?
  private var isWakeOrdered = false
  private(set) var isClosed = false

  init(_ configuration: ClientPoolConfiguration) {
    connections = max(1, configuration.connections)
    callsPerConnection = max(1, min(configuration.callsPerConnection, configuration.limits.streamsPerConnection))
    waitingCalls = max(0, configuration.waitingCalls)
    backoff = Backoff(first: configuration.firstPause, longest: configuration.longestPause)
  }

  /// How many calls wait.
  var waitingCount: Int { waiting.count }
  /// How many calls are on connections.
  var runningCount: Int { members.reduce(0) { $0 + $1.calls } }
  /// True while the last attempt to connect failed.
  var isFailing: Bool { backoff.failures > 0 }

  // MARK: Calls

  /// A call wants a connection.
  mutating func call(now: NIODeadline) -> OnPoolCall {
    if isClosed { return .closed }
    if let index = leastBusy() {
      let isBusy = members[index].calls > 0
      members[index].calls += 1
      return .use(members[index].id, isBusy ? orders(now, wanted: 1) : PoolOrders())
    }
    if waiting.count >= waitingCalls { return .refuse }
    let waiter = PoolWaiterID(number: makeID())
    waiting.append(waiter)
    return .wait(waiter, orders(now))
  }

  /// A waiting call ends without a connection; false when it waits no more.
  mutating func gaveUp(_ waiter: PoolWaiterID) -> Bool {
    guard let index = waiting.firstIndex(of: waiter) else { return false }
    waiting.remove(at: index)
    return true
  }

  /// A call on this connection has ended.
  ///
  /// - Parameter random: Draws a number from 0 up to, not including, 1.
  mutating func callEnded(
    on id: PoolConnectionID, _ end: PoolCallEnd, now: NIODeadline, random: () -> Double
  ) -> PoolOrders {
    guard let index = index(of: id) else { return PoolOrders() }
    members[index].calls -= 1
    switch end {
    case .answered: answered(index)
    case .unanswered: break
    case .unusable: leave([index])
    case .serverLeaves:
      guard members[index].phase == .open else { break }
      if !members[index].hasAnswered { failed(now, random) }
      leave(members.indices)
    case .lost: return connectionEnded(id, now: now, random: random)
    }
    return orders(now)
  }

  private mutating func answered(_ index: Int) {
    if members[index].hasAnswered { return }
    members[index].hasAnswered = true
    backoff.succeeded()
    pauseEnd = nil
  }

  /// No more calls go out on these. As many connections as may be open can be leaving: beyond that they are kept.
  private mutating func leave(_ indices: some Sequence<Int>) {
    var room = connections - members.count { $0.phase == .leaving }
    for index in indices where room > 0 && members[index].phase == .open {
      members[index].phase = .leaving
      room -= 1
    }
  }

  // MARK: Connections

  /// The connection is there.
  mutating func connected(_ id: PoolConnectionID, now: NIODeadline) -> PoolOrders {
    guard let index = index(of: id) else { return PoolOrders(close: [id]) }
    members[index].phase = .open
    return orders(now)
  }

  /// The connection could not be opened.
  ///
  /// - Parameter random: Draws a number from 0 up to, not including, 1.
  mutating func connectFailed(_ id: PoolConnectionID, now: NIODeadline, random: () -> Double) -> PoolOrders {
    connectionEnded(id, now: now, random: random)
  }

  /// The connection is gone; what was on it has failed.
  ///
  /// - Parameter random: Draws a number from 0 up to, not including, 1.
  mutating func connectionEnded(_ id: PoolConnectionID, now: NIODeadline, random: () -> Double) -> PoolOrders {
    guard let index = index(of: id) else { return PoolOrders() }
    let member = members.remove(at: index)
    if !member.hasAnswered, member.phase != .leaving { failed(now, random) }
    return orders(now)
  }

  private mutating func failed(_ now: NIODeadline, _ random: () -> Double) {
    pauseEnd = now + .nanoseconds(backoff.failed(random: random()).nanoseconds)
  }

  /// The time that was asked for has come.
  mutating func woke(now: NIODeadline) -> PoolOrders {
    isWakeOrdered = false
    return orders(now)
  }

  /// Nothing happens any more. Returns whom to tell, and what to close; the calls on it fail.
  mutating func close() -> (waiters: [PoolWaiterID], connections: [PoolConnectionID]) {
    isClosed = true
    defer {
      waiting.removeAll()
      members = []
    }
    return (Array(waiting), members.map(\.id))
  }

  // MARK: Decisions

  /// - Parameter wanted: Connections that would help, beyond one for each waiting call.
  private mutating func orders(_ now: NIODeadline, wanted: Int = 0) -> PoolOrders {
    var orders = PoolOrders()
    members.removeAll { member in
      guard member.phase == .leaving, member.calls == 0 else { return false }
      orders.close.append(member.id)
      return true
    }
    while !waiting.isEmpty, let index = leastBusy() {
      members[index].calls += 1
      orders.grants.append(.init(waiter: waiting.removeFirst(), connection: members[index].id))
    }
    open(max(wanted, waiting.count), now, &orders)
    return orders
  }

  /// Orders connections for `wanted` calls; one at a time while connecting fails.
  private mutating func open(_ wanted: Int, _ now: NIODeadline, _ orders: inout PoolOrders) {
    if wanted == 0 || isClosed { return }
    if let pauseEnd, now < pauseEnd {
      // Only who waits needs to be woken: others come again by themselves.
      if isWakeOrdered || waiting.isEmpty { return }
      isWakeOrdered = true
      orders.wakeAt = pauseEnd
      return
    }
    let connecting = members.count { $0.phase == .connecting }
    let room = connections - members.count { $0.phase != .leaving }
    let most = isFailing ? 1 : connections
    for _ in 0..<max(0, min(wanted - connecting, room, most - connecting)) {
      let id = PoolConnectionID(number: makeID())
      members.append(Member(id: id))
      orders.connect.append(id)
    }
  }

  /// The open connection with the fewest calls that has room for one more.
  private func leastBusy() -> Int? {
    var best: Int?
    for index in members.indices where members[index].phase == .open && members[index].calls < callsPerConnection {
      if best.map({ members[index].calls < members[$0].calls }) ?? true { best = index }
    }
    return best
  }

  private func index(of id: PoolConnectionID) -> Int? {
    members.firstIndex { $0.id == id }
  }

  private mutating func makeID() -> Int {
    defer { nextID += 1 }
    return nextID
  }
}
