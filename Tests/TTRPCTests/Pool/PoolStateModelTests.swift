import NIOCore
import Testing

@testable import TTRPC

/// Events in any order: whatever happens, the bounds hold and no waiting call is forgotten.
@Suite struct PoolStateModelTests {
  /// What the caller of the state would have.
  private struct World {
    var pool: PoolScript
    var connecting: [PoolConnectionID] = []
    var open: [PoolConnectionID] = []
    var calls: [PoolConnectionID] = []
    var waiting: [PoolWaiterID] = []
    var wakeAt: NIODeadline?

    mutating func carryOut(_ orders: PoolOrders) throws {
      for grant in orders.grants {
        #expect(waiting.first == grant.waiter)
        waiting.removeAll { $0 == grant.waiter }
        #expect(open.contains(grant.connection))
        calls.append(grant.connection)
      }
      connecting += orders.connect
      for id in orders.close {
        #expect(!calls.contains(id))
        #expect(open.contains(id))
        open.removeAll { $0 == id }
      }
      if let time = orders.wakeAt {
        #expect(wakeAt == nil)
        wakeAt = time
      }
    }

    mutating func lose(_ id: PoolConnectionID) throws {
      open.removeAll { $0 == id }
      calls.removeAll { $0 == id }
      try carryOut(pool.lose(id))
    }

    mutating func step(_ random: inout SeededGenerator) throws {
      pool.now = pool.now + .milliseconds(Int64.random(in: 0...30, using: &random))
      if let time = wakeAt, time <= pool.now {
        wakeAt = nil
        try carryOut(pool.state.woke(now: pool.now))
      }
      switch Int.random(in: 0..<12, using: &random) {
      case 0...3: try call()
      case 4...6:
        guard let id = take(&calls, &random) else { return }
        let end =
          [PoolCallEnd.answered, .answered, .answered, .unanswered, .unusable, .serverLeaves, .lost]
          .randomElement(using: &random) ?? .answered
        if case .lost = end {
          open.removeAll { $0 == id }
          calls.removeAll { $0 == id }
        }
        try carryOut(pool.end(id, end))
      case 7...8:
        guard let id = take(&connecting, &random) else { return }
        open.append(id)
        try carryOut(pool.connected(id))
      case 9:
        guard let id = take(&connecting, &random) else { return }
        try carryOut(pool.fail(id))
      case 10:
        guard let id = open.randomElement(using: &random) else { return }
        try lose(id)
      default:
        guard let waiter = take(&waiting, &random) else { return }
        let wasWaiting = pool.state.gaveUp(waiter)
        #expect(wasWaiting)
      }
    }

    private mutating func call() throws {
      switch pool.call() {
      case .use(let id, let orders):
        #expect(open.contains(id))
        calls.append(id)
        try carryOut(orders)
      case .wait(let waiter, let orders):
        waiting.append(waiter)
        try carryOut(orders)
      case .refuse:
        #expect(waiting.count == 8)
      case .closed:
        Issue.record("Nobody closed the pool.")
      }
    }

    private func take<Item>(_ items: inout [Item], _ random: inout SeededGenerator) -> Item? {
      items.isEmpty ? nil : items.remove(at: Int.random(in: items.indices, using: &random))
    }
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func boundsHoldAndWhoeverWaitsHasSomethingToWaitFor(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    var world = World(
      pool: PoolScript { configuration in
        configuration.connections = 3
        configuration.callsPerConnection = 4
        configuration.waitingCalls = 8
      })
    for _ in 0..<5_000 {
      try world.step(&random)
      #expect(world.connecting.count <= 3)
      #expect(world.open.count <= 6)
      #expect(world.pool.state.waitingCount == world.waiting.count)
      for id in world.open { #expect(world.calls.count { $0 == id } <= 4) }
      if !world.waiting.isEmpty {
        // A connect, a wake-up or the end of a call will bring the next event.
        #expect(!world.connecting.isEmpty || world.wakeAt != nil || !world.calls.isEmpty)
      }
    }
  }
}
