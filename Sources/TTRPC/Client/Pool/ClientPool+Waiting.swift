import NIOCore
import Synchronization

extension ClientPool {
  /// Waits for a place on a connection, no longer than until the caller's deadline and no longer than the configuration allows.
  func lease(until deadline: NIODeadline?) async throws(RPCError) -> PoolLease {
    let now = timers.now
    switch take(at: now) {
    case .lease(let lease):
      return lease
    case .wait(let id, let waiter):
      let longestWaitEnd = now + .nanoseconds(configuration.longestWait.nanoseconds)
      let timer = timers.scheduleTask(deadline: min(deadline ?? .distantFuture, longestWaitEnd)) { [self] in
        giveUp(id) { members in
          if let deadline, deadline <= longestWaitEnd { return .deadlineExceeded }
          return members.waitedTooLong
        }
      }
      defer { timer.cancel() }
      let outcome = await withTaskCancellationHandler {
        await waiter.outcome()
      } onCancel: {
        giveUp(id) { _ in .cancelledByCaller }
      }
      return try outcome.get()
    case .fail(let error):
      throw error
    }
  }

  private enum Taken {
    case lease(PoolLease)
    case wait(PoolWaiterID, PoolWaiter)
    case fail(RPCError)
  }

  private func take(at now: NIODeadline) -> Taken {
    state.withLock { members in
      switch members.plan.call(now: now) {
      case .use(let id, let orders):
        guard let connection = members.connections[id] else {
          return .fail(RPCError(.internal, "The pool has lost a connection."))
        }
        carryOut(orders, &members)
        return .lease(PoolLease(id, connection, self))
      case .wait(let id, let orders):
        let waiter = PoolWaiter()
        members.waiters[id] = waiter
        carryOut(orders, &members)
        return .wait(id, waiter)
      case .refuse:
        return .fail(.tooManyWait)
      case .closed:
        return .fail(.poolClosed)
      }
    }
  }

  private func giveUp(_ id: PoolWaiterID, _ reason: @Sendable (borrowing Members) -> RPCError) {
    let resolution = state.withLock { members -> (PoolWaiter, RPCError)? in
      guard members.plan.gaveUp(id), let waiter = members.waiters.removeValue(forKey: id) else { return nil }
      return (waiter, reason(members))
    }
    if let (waiter, error) = resolution { waiter.resolve(.failure(error)) }
  }

  // MARK: Events

  /// A call on this connection has ended.
  func callEnded(on id: PoolConnectionID, _ end: PoolCallEnd) {
    event { members in
      if case .lost = end { members.connections[id] = nil }
      return members.plan.callEnded(on: id, end, now: timers.now, random: random)
    }
  }

  private func connectionEnded(_ id: PoolConnectionID) {
    event { members in
      members.connections[id] = nil
      return members.plan.connectionEnded(id, now: timers.now, random: random)
    }
  }

  private func event(_ event: (inout Members) -> PoolOrders) {
    state.withLock { members in
      let orders = event(&members)
      carryOut(orders, &members)
    }
  }

  // MARK: Orders

  /// Nothing here waits or comes back into the pool: it is done under the lock, in the order of the events.
  private func carryOut(_ orders: PoolOrders, _ members: inout Members) {
    for grant in orders.grants {
      guard let waiter = members.waiters.removeValue(forKey: grant.waiter), let connection = members.connections[grant.connection]
      else { continue }
      waiter.resolve(.success(PoolLease(grant.connection, connection, self)))
    }
    for id in orders.connect {
      members.connecting[id] = Task { await self.open(id) }
    }
    for id in orders.close {
      members.connections.removeValue(forKey: id)?.beginClosing()
    }
    if let time = orders.wakeAt {
      members.wake = timers.scheduleTask(deadline: time) { [weak self] in
        guard let self else { return }
        event { $0.plan.woke(now: self.timers.now) }
      }
    }
  }

  private func open(_ id: PoolConnectionID) async {
    do throws(SocketError) {
      let connection = try await connect()
      let isKept = state.withLock { members in
        members.connecting[id] = nil
        if members.plan.isClosed { return false }
        members.failure = nil
        members.connections[id] = connection
        let orders = members.plan.connected(id, now: timers.now)
        carryOut(orders, &members)
        return true
      }
      if isKept {
        connection.whenClosed { [weak self] in self?.connectionEnded(id) }
      } else {
        await connection.close()
      }
    } catch {
      event { members in
        members.connecting[id] = nil
        members.failure = error
        return members.plan.connectFailed(id, now: timers.now, random: random)
      }
    }
  }

  // MARK: End

  /// Closes every connection; calls that run or wait end with UNAVAILABLE, and so do later ones. Returns when all are closed and
  /// nothing of the pool is left; calling it again does nothing.
  package func close() async {
    let (waiters, connections, connecting) = state.withLock { members in
      let (waiting, _) = members.plan.close()
      let waiters = waiting.compactMap { members.waiters.removeValue(forKey: $0) }
      members.wake?.cancel()
      members.wake = nil
      defer { members.connections = [:] }
      return (waiters, Array(members.connections.values), Array(members.connecting.values))
    }
    for waiter in waiters { waiter.resolve(.failure(.poolClosed)) }
    for task in connecting { task.cancel() }
    for connection in connections { await connection.close() }
    for task in connecting { await task.value }
  }
}

extension ClientPool.Members {
  /// Why a call has no connection yet.
  fileprivate var waitedTooLong: RPCError {
    if let failure {
      return RPCError(.unavailable, "The server cannot be reached; try again later.", cause: failure)
    }
    if connections.isEmpty {
      return RPCError(.unavailable, "The server did not accept a connection in time; try again later.")
    }
    return RPCError(.resourceExhausted, "Every connection had as many calls as it may have; try again later.")
  }
}

extension RPCError {
  fileprivate static let tooManyWait = RPCError(
    .resourceExhausted, "As many calls wait for a connection as the pool allows: wait for answers first.")
  fileprivate static let poolClosed = RPCError(.unavailable, "The pool of connections was closed.")
}
