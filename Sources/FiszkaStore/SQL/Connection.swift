import FiszkaDomain
import GRDB
import GRDBSQLite

/// A connection inside a transaction, watched by the work limit of the call. Valid only in the closure that it is given to.
struct Connection {
  let handle: OpaquePointer
  private let database: Database
  private let probe: WorkProbe

  init(_ database: Database, handle: OpaquePointer, probe: WorkProbe) {
    self.database = database
    self.handle = handle
    self.probe = probe
  }

  /// Runs a statement without result rows.
  ///
  /// - Returns: how many rows it inserted, changed or deleted.
  @discardableResult
  func execute(_ query: Query, _ values: [SQLValue] = []) throws(StoreError) -> Int64 {
    try prepared(query) { statement throws(StoreError) in
      try statement.bind(values)
      try statement.run()
      return changes
    }
  }

  /// The first row of the result; nil: there is none.
  func first<Value>(
    _ query: Query, _ values: [SQLValue] = [], _ read: (inout RowReader) throws(StoreError) -> Value
  ) throws(StoreError) -> Value? {
    try prepared(query) { statement throws(StoreError) in
      try statement.bind(values)
      guard try statement.step() else { return nil }
      var row = RowReader(statement.handle)
      return try read(&row)
    }
  }

  /// Every row of the result: bound it by the query.
  func all<Value>(
    _ query: Query, _ values: [SQLValue] = [], _ read: (inout RowReader) throws(StoreError) -> Value
  ) throws(StoreError) -> [Value] {
    try prepared(query) { statement throws(StoreError) in
      try statement.bind(values)
      var rows: [Value] = []
      while try statement.step() {
        var row = RowReader(statement.handle)
        rows.append(try read(&row))
      }
      return rows
    }
  }

  /// Reads every row of the result as it comes, however many there are.
  func each(
    _ query: Query, _ values: [SQLValue] = [], _ read: (inout RowReader) throws(StoreError) -> Void
  ) throws(StoreError) {
    try prepared(query) { statement throws(StoreError) in
      try statement.bind(values)
      while try statement.step() {
        var row = RowReader(statement.handle)
        try read(&row)
      }
    }
  }

  /// The single number of a query that always has one row.
  func number(_ query: Query, _ values: [SQLValue] = []) throws(StoreError) -> Int64 {
    guard let number = try first(query, values, { row throws(StoreError) in try row.integer() }) else {
      throw .misuse("a query for a number has no row")
    }
    return number
  }

  /// Prepares a statement, or takes it from the cache, and afterwards leaves it reset and without values.
  func prepared<Value>(
    _ query: Query, _ body: (PreparedStatement) throws(StoreError) -> Value
  ) throws(StoreError) -> Value {
    let statement: Statement
    do {
      statement = try database.cachedStatement(sql: query.text)
    } catch {
      throw StoreError(grdb: error, interruption: probe.interruption)
    }
    defer {
      sqlite3_reset(statement.sqliteStatement)
      sqlite3_clear_bindings(statement.sqliteStatement)
    }
    return try body(PreparedStatement(handle: statement.sqliteStatement, connection: self))
  }

  /// Runs a text of many statements, such as a migration.
  func run(script: String) throws(StoreError) {
    try check(sqlite3_exec(handle, script, nil, nil, nil))
  }

  /// How many rows the last INSERT, UPDATE or DELETE of this connection changed.
  var changes: Int64 { sqlite3_changes64(handle) }

  /// Id of the row inserted last on this connection.
  var lastInsertedID: Int64 { sqlite3_last_insert_rowid(handle) }

  func check(_ code: Int32) throws(StoreError) {
    if code != SQLITE_OK { throw failure(code) }
  }

  /// The error of the call that has just returned `code`, an extended one: GRDB asks SQLite for these.
  func failure(_ code: Int32) -> StoreError {
    StoreError(
      sqliteCode: code, message: String(cString: sqlite3_errmsg(handle)), systemError: sqlite3_system_errno(handle),
      interruption: probe.interruption)
  }
}
