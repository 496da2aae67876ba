import FiszkaDomain
import GRDB

extension Store {
  /// What a change gives back, and the record that its audit entry names.
  typealias Change<Value> = (value: Value, target: AuditTarget)

  /// Reads from one state of the database, whatever is written meanwhile.
  func read<Value>(
    _ limit: WorkLimit, _ body: (Connection) throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    try checkOpen()
    do {
      return try pool.read { database in try WorkProbe.watch(database, limit: limit, body) }
    } catch {
      throw failed(StoreError(grdb: error))
    }
  }

  /// Makes a change and writes its audit entry in one transaction: both, or neither.
  ///
  /// - Parameter intent: nil only from a method whose policy names no audit action.
  func write<Value>(
    _ intent: AuditIntent?, _ limit: WorkLimit, _ change: (Connection) throws(StoreError) -> Change<Value>
  ) throws(StoreError) -> Value {
    guard let intent else {
      return try transaction("", limit) { connection throws(StoreError) in try change(connection).value }
    }
    return try intent.useOnce { () throws(StoreError) in
      try transaction(intent.action, limit) { connection throws(StoreError) in
        let (value, target) = try change(connection)
        try AuditLog.add(intent, about: target, at: now(), connection)
        return value
      }
    }
  }

  /// BEGIN IMMEDIATE, `body`, COMMIT; ROLLBACK when `body` throws.
  func transaction<Value>(
    _ action: String, _ limit: WorkLimit, _ body: (Connection) throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    try inWritersTurn(action, limit) { database in
      var result: Result<Value, StoreError> = .failure(.misuse("a transaction did not run"))
      try database.inTransaction(.immediate) {
        result = .success(try WorkProbe.watch(database, limit: limit, body))
        return .commit
      }
      return try result.get()
    }
  }

  /// Waits for the writer, runs `body` with it, and tells how long it was held.
  func inWritersTurn<Value>(
    _ action: String, _ limit: WorkLimit, _ body: (Database) throws -> Value
  ) throws(StoreError) -> Value {
    try checkOpen()
    try limit.check()
    try gate.enter(limit: limit, timeout: options.busyTimeout)
    let start = ContinuousClock.now
    defer {
      gate.leave()
      options.onWriterHeld?(action, ContinuousClock.now - start)
    }
    do {
      return try pool.writeWithoutTransaction(body)
    } catch {
      throw failed(StoreError(grdb: error))
    }
  }

  /// Tells `onFailure` what it must know, and gives the error back.
  func failed(_ error: StoreError) -> StoreError {
    switch error {
    case .corrupt, .unavailable: options.onFailure?(error)
    case .busy, .full, .interrupted, .notFound, .duplicate, .constraint, .changed, .misuse: break
    }
    return error
  }
}
