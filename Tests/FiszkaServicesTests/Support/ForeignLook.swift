import GRDB

/// What another program sees of who uses the database, without waiting for anybody.
struct ForeignLook {
  private let queue: DatabaseQueue

  /// - Parameter folder: the data folder.
  init(_ folder: String) throws {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    queue = try DatabaseQueue(path: "\(folder)/fiszka.db", configuration: configuration)
  }

  /// Whether anybody reads: a new state cannot be moved into the file under those who read an older one.
  func seesReader() throws -> Bool {
    try queue.inDatabase { database in
      try database.execute(sql: "UPDATE lessons SET updated_at = updated_at + 1")
      return try Bool.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)") == true
    }
  }

  /// Whether anybody writes: then nobody else may.
  func seesWriter() throws -> Bool {
    try queue.inDatabase { database in
      do {
        try database.execute(sql: "BEGIN IMMEDIATE; ROLLBACK")
        return false
      } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
        return true
      }
    }
  }
}
