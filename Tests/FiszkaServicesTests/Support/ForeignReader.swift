import GRDB

/// Another program that reads the database and does not end.
final class ForeignReader {
  private let queue: DatabaseQueue

  init(_ path: String) throws {
    var configuration = Configuration()
    configuration.allowsUnsafeTransactions = true
    queue = try DatabaseQueue(path: path, configuration: configuration)
    try queue.inDatabase { database in
      try database.execute(sql: "BEGIN")
      _ = try Int64.fetchOne(database, sql: "SELECT count(*) FROM users")
    }
  }

  func end() {
    try? queue.inDatabase { try $0.execute(sql: "COMMIT") }
  }
}
