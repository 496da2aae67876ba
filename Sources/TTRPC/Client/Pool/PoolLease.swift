import Synchronization

/// A call's place on a connection of a pool. Letting it go ends it.
final class PoolLease: Sendable {
  let connection: ClientConnection
  let id: PoolConnectionID
  private let pool: ClientPool
  private let hasEnded = Atomic(false)

  init(_ id: PoolConnectionID, _ connection: ClientConnection, _ pool: ClientPool) {
    self.id = id
    self.connection = connection
    self.pool = pool
  }

  deinit {
    end(.unanswered)
  }

  /// The call has ended; only the first time counts.
  func end(_ end: PoolCallEnd) {
    if hasEnded.exchange(true, ordering: .relaxed) { return }
    pool.callEnded(on: id, connection.isOpen ? end : .lost)
  }
}
