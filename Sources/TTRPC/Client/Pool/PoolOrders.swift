import NIOCore

/// Names a connection of a pool; never used twice.
struct PoolConnectionID: Hashable, Sendable {
  let number: Int
}

/// Names a call that waits for a connection of a pool; never used twice.
struct PoolWaiterID: Hashable, Sendable {
  let number: Int
}

/// What a pool is to do after an event.
struct PoolOrders: Equatable, Sendable {
  /// A waiting call and the connection that it gets.
  struct Grant: Equatable, Sendable {
    let waiter: PoolWaiterID
    let connection: PoolConnectionID
  }

  /// These calls wait no longer.
  var grants: [Grant] = []
  /// Open a connection under each of these names.
  var connect: [PoolConnectionID] = []
  /// Close these: no call is on them, and they are forgotten.
  var close: [PoolConnectionID] = []
  /// Say `woke` at this time.
  var wakeAt: NIODeadline?
}

/// What becomes of a call that wants a connection.
enum OnPoolCall: Equatable, Sendable {
  /// It goes out on this connection.
  case use(PoolConnectionID, PoolOrders)
  /// It waits until it is granted one, or until `gaveUp`.
  case wait(PoolWaiterID, PoolOrders)
  /// Too many wait already.
  case refuse
  /// The pool is closed.
  case closed
}

/// What the end of a call says of its connection.
enum PoolCallEnd: Sendable {
  /// The server answered, well or not.
  case answered
  /// The caller gave up before an answer came.
  case unanswered
  /// This connection takes no more calls: its ids are used up, or the server does not read it.
  case unusable
  /// The server takes no more calls: it shuts down.
  case serverLeaves
  /// The connection is gone.
  case lost
}
