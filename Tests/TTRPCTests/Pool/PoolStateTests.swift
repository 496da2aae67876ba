import NIOCore
import TTRPCWire
import Testing

@testable import TTRPC

@Suite struct PoolStateTests {
  // MARK: Choice

  @Test func firstCallOpensOneConnectionAndGetsIt() throws {
    var pool = PoolScript()
    let (waiter, orders) = try pool.wait()
    let id = try #require(orders.connect.first)
    #expect(orders == PoolOrders(connect: [id]))
    let connected = pool.connected(id)
    #expect(connected == PoolOrders(grants: [.init(waiter: waiter, connection: id)]))
    #expect(pool.state.waitingCount == 0)
  }

  @Test func callOnAConnectionWithoutCallsOpensNone() throws {
    var pool = PoolScript()
    let ids = try pool.open(1, calls: 0)
    let (id, orders) = try pool.use()
    #expect(id == ids[0])
    #expect(orders == PoolOrders())
  }

  @Test func callOnABusyConnectionGoesOutAndOpensAnother() throws {
    var pool = PoolScript()
    let ids = try pool.open(1, calls: 1)
    let (id, orders) = try pool.use()
    #expect(id == ids[0])
    #expect(orders.connect.count == 1)
    let (again, none) = try pool.use()
    #expect(again == ids[0])
    #expect(none == PoolOrders())
    _ = pool.connected(orders.connect[0])
    let (other, nothing) = try pool.use()
    #expect(other == orders.connect[0])
    #expect(nothing == PoolOrders())
  }

  @Test func callsGoToTheConnectionWithTheFewest() throws {
    var pool = PoolScript { $0.connections = 3 }
    let ids = try pool.open(3, calls: 2)
    pool.end(ids[1])
    pool.end(ids[1])
    pool.end(ids[2])
    let chosen = [try pool.use().0, try pool.use().0, try pool.use().0]
    #expect(chosen == [ids[1], ids[1], ids[2]])
  }

  @Test func waitingCallsOpenNoMoreConnectionsThanAllowed() throws {
    var pool = PoolScript { $0.connections = 3 }
    let orders = try (0..<10).map { _ in try pool.wait().1.connect.count }
    #expect(orders == [1, 1, 1, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test(arguments: [true, false])
  func callWaitsWhenEveryConnectionIsFullAndTheOldestGetsTheFirstPlace(_ byLimits: Bool) throws {
    var pool = PoolScript { configuration in
      configuration.connections = 1
      if byLimits { configuration.limits.streamsPerConnection = 2 } else { configuration.callsPerConnection = 2 }
    }
    let ids = try pool.open(1, calls: 2)
    let (first, orders) = try pool.wait()
    #expect(orders == PoolOrders())
    let (second, _) = try pool.wait()
    let afterOne = pool.end(ids[0])
    #expect(afterOne == PoolOrders(grants: [.init(waiter: first, connection: ids[0])]))
    let afterTwo = pool.end(ids[0])
    #expect(afterTwo == PoolOrders(grants: [.init(waiter: second, connection: ids[0])]))
  }

  @Test func oneMoreWaitingCallThanAllowedIsRefused() throws {
    var pool = PoolScript { $0.waitingCalls = 2 }
    let (first, _) = try pool.wait()
    _ = try pool.wait()
    let third = pool.call()
    #expect(third == .refuse)
    #expect(pool.state.waitingCount == 2)
    let wasWaiting = pool.state.gaveUp(first)
    #expect(wasWaiting)
    _ = try pool.wait()
  }

  @Test func callThatGaveUpGetsNoConnection() throws {
    var pool = PoolScript()
    let (first, orders) = try pool.wait()
    let (second, _) = try pool.wait()
    let gaveUp = pool.state.gaveUp(first)
    #expect(gaveUp)
    let again = pool.state.gaveUp(first)
    #expect(!again)
    let connected = pool.connected(orders.connect[0])
    #expect(connected.grants == [.init(waiter: second, connection: orders.connect[0])])
    let late = pool.state.gaveUp(second)
    #expect(!late)
  }

  // MARK: Failures

  @Test func failedConnectIsFollowedByPausesThatDouble() throws {
    var pool = PoolScript { $0.connections = 1 }
    var id = try #require(try pool.wait().1.connect.first)
    // Without jitter's share: half of 100, 200, 400, 400 ms.
    for milliseconds in [50, 100, 200, 200] as [Int64] {
      let failed = pool.fail(id)
      let time = pool.now + .milliseconds(milliseconds)
      #expect(failed == PoolOrders(wakeAt: time))
      #expect(pool.state.isFailing)
      let woken = pool.wake(at: time)
      #expect(woken.connect.count == 1)
      id = try #require(woken.connect.first)
    }
    let connected = pool.connected(id)
    #expect(connected.grants.count == 1)
  }

  @Test func callDuringAPauseWaitsAndIsWokenOnce() throws {
    var pool = PoolScript()
    let (waiter, orders) = try pool.wait()
    let gaveUp = pool.state.gaveUp(waiter)
    #expect(gaveUp)
    // Nobody waits: nobody needs to be woken.
    let failed = pool.fail(orders.connect[0])
    #expect(failed == PoolOrders())
    let (_, first) = try pool.wait()
    #expect(first == PoolOrders(wakeAt: pool.now + .milliseconds(50)))
    let (_, second) = try pool.wait()
    #expect(second == PoolOrders())
  }

  @Test func callAfterAPauseConnectsAtOnce() throws {
    var pool = PoolScript()
    let (waiter, orders) = try pool.wait()
    _ = pool.state.gaveUp(waiter)
    _ = pool.fail(orders.connect[0])
    pool.now = pool.now + .milliseconds(50)
    let (_, later) = try pool.wait()
    #expect(later.connect.count == 1)
  }

  @Test func oneConnectionAtATimeIsTriedWhileConnectingFails() throws {
    var pool = PoolScript { $0.connections = 3 }
    let (_, orders) = try pool.wait()
    let failed = pool.fail(orders.connect[0])
    for _ in 0..<5 { _ = try pool.wait() }
    let woken = pool.wake(at: try #require(failed.wakeAt))
    #expect(woken.connect.count == 1)
    // The answer of the first call says that the server is well.
    let connected = pool.connected(woken.connect[0])
    #expect(connected.grants.count == 6)
    pool.end(woken.connect[0])
    #expect(!pool.state.isFailing)
  }

  @Test func connectionThatEndsBeforeAnAnswerCountsAsFailed() throws {
    var pool = PoolScript()
    let ids = try pool.open(1, calls: 1)
    let lost = pool.lose(ids[0])
    #expect(lost == PoolOrders())
    #expect(pool.state.isFailing)
    let (_, orders) = try pool.wait()
    #expect(orders == PoolOrders(wakeAt: pool.now + .milliseconds(50)))
  }

  @Test func connectionThatAnsweredIsReplacedAtOnce() throws {
    var pool = PoolScript { $0.callsPerConnection = 1 }
    let ids = try pool.open(2, calls: 1)
    pool.end(ids[0])
    try pool.use()
    let (_, full) = try pool.wait()
    #expect(full == PoolOrders())
    let lost = pool.end(ids[0], .lost)
    #expect(lost.connect.count == 1)
    // The socket's own end comes after its calls'.
    let again = pool.lose(ids[0])
    #expect(again == PoolOrders())
    let late = pool.end(ids[0])
    #expect(late == PoolOrders())
  }

  // MARK: Leaving

  @Test func serverThatLeavesGetsNoMoreCallsOnAnyConnection() throws {
    var pool = PoolScript()
    let ids = try pool.open(2, calls: 2)
    pool.end(ids[0])
    pool.end(ids[1])
    let refused = pool.end(ids[0], .serverLeaves)
    #expect(refused == PoolOrders(close: [ids[0]]))
    let (waiter, orders) = try pool.wait()
    #expect(orders.connect.count == 1)
    // The call that runs is let finish.
    let finished = pool.end(ids[1])
    #expect(finished == PoolOrders(close: [ids[1]]))
    let connected = pool.connected(orders.connect[0])
    #expect(connected.grants == [.init(waiter: waiter, connection: orders.connect[0])])
  }

  @Test func serverThatRefusesEveryCallIsPausedBefore() throws {
    var pool = PoolScript()
    let ids = try pool.open(1, calls: 1)
    pool.end(ids[0], .serverLeaves)
    let (_, orders) = try pool.wait()
    #expect(orders == PoolOrders(wakeAt: pool.now + .milliseconds(50)))
  }

  @Test func atMostAsManyConnectionsLeaveAsMayBeOpen() throws {
    var pool = PoolScript { $0.connections = 1 }
    let ids = try pool.open(1, calls: 3)
    pool.end(ids[0])
    pool.end(ids[0], .serverLeaves)
    let (_, orders) = try pool.wait()
    let second = try #require(orders.connect.first)
    _ = pool.connected(second)
    pool.end(second)
    try pool.use()
    pool.end(second, .serverLeaves)
    let (kept, _) = try pool.use()
    #expect(kept == second)
  }

  @Test func unusableConnectionIsLeftAloneByCalls() throws {
    var pool = PoolScript()
    let ids = try pool.open(2, calls: 1)
    let ended = pool.end(ids[0], .unusable)
    #expect(ended == PoolOrders(close: [ids[0]]))
    let (id, _) = try pool.use()
    #expect(id == ids[1])
  }

  // MARK: End

  @Test func closedPoolNamesWhatIsLeftAndTakesNothing() throws {
    var pool = PoolScript { $0.callsPerConnection = 1 }
    let ids = try pool.open(2, calls: 1)
    let (waiter, _) = try pool.wait()
    let (waiters, connections) = pool.state.close()
    #expect(waiters == [waiter])
    #expect(connections == ids)
    let call = pool.call()
    #expect(call == .closed)
    let ended = pool.end(ids[0])
    #expect(ended == PoolOrders())
    let late = pool.connected(PoolConnectionID(number: 99))
    #expect(late == PoolOrders(close: [PoolConnectionID(number: 99)]))
  }
}
