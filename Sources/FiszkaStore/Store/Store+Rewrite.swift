import FiszkaDomain
import GRDB
import GRDBSQLite

extension Store {
  /// How often the log is tried to be emptied while others read an older state; each time takes up to the busy timeout.
  private static let emptyings = 12

  /// Writes the database file anew without a page that nothing uses, and empties the write-ahead log, so that neither holds a copy
  /// of what was removed before: `secure_delete` blanks what a page gives free, but not what moved within or between pages.
  ///
  /// Holds the writer while the file is rewritten, then waits for readers of an older state. SQLite keeps a second copy meanwhile,
  /// in a file without a name in its folder for temporary files, and a third in the log.
  /// - Throws: `.busy` when readers of an older state go on for too long; `.full`.
  func rewrite(_ action: String, _ limit: WorkLimit) throws(StoreError) {
    try holdWriter(action, limit) { connection throws(StoreError) in try connection.run(script: "VACUUM") }
    for attempt in 1... {
      do throws(StoreError) {
        try holdWriter(action, limit) { connection throws(StoreError) in try connection.emptyLog() }
        break
      } catch .busy where attempt < Self.emptyings {
        continue
      }
    }
    // Pages that readers remember may be those from before.
    pool.releaseMemory()
  }

  /// Runs statements that begin and end their own transactions, in the writer's turn.
  private func holdWriter(
    _ action: String, _ limit: WorkLimit, _ body: (Connection) throws(StoreError) -> Void
  ) throws(StoreError) {
    try inWritersTurn(action, limit) { database in try WorkProbe.watch(database, limit: limit, body) }
  }
}

extension Connection {
  /// Moves the log into the database file and cuts it to nothing.
  fileprivate func emptyLog() throws(StoreError) {
    try check(sqlite3_wal_checkpoint_v2(handle, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil))
  }
}
