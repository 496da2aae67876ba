import FiszkaDomain
import GRDB
import GRDBSQLite

/// Asks a call's work limit while SQLite works, through the connection's progress handler.
///
/// GRDB's own interrupt stops every connection of the pool; this stops one. It is in place only between BEGIN and the end of
/// the transaction, so that COMMIT and ROLLBACK always run to their end.
final class WorkProbe {
  /// Steps of SQLite's machine between two questions: some 50 to 100 µs.
  private static let steps: Int32 = 4_000

  private let limit: WorkLimit
  /// Why the work was stopped; nil: it was not.
  private(set) var interruption: WorkInterruption?

  private init(_ limit: WorkLimit) {
    self.limit = limit
  }

  /// Runs `body` with a connection whose statements end with `StoreError.interrupted` once the limit says so.
  static func watch<Value>(
    _ database: Database, limit: WorkLimit, _ body: (Connection) throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    guard let handle = database.sqliteConnection else { throw .unavailable("the database is closed") }
    try limit.check()
    let probe = WorkProbe(limit)
    sqlite3_progress_handler(
      handle, steps,
      { context in
        // The probe outlives the handler: see below.
        Unmanaged<WorkProbe>.fromOpaque(context!).takeUnretainedValue().mustStop() ? 1 : 0
      }, Unmanaged.passUnretained(probe).toOpaque())
    defer {
      sqlite3_progress_handler(handle, 0, nil, nil)
      withExtendedLifetime(probe) {}
    }
    return try body(Connection(database, handle: handle, probe: probe))
  }

  private func mustStop() -> Bool {
    interruption = limit.interruption
    return interruption != nil
  }
}
