import GRDB
import GRDBSQLite

@testable import FiszkaStore

extension StoreHarness {
  /// SQL of every statement that a connection of this store is in the middle of.
  func busyStatements() throws -> [String] {
    let writers = try store.pool.writeWithoutTransaction { Self.statements(of: $0) }
    let readers = try store.pool.unsafeRead { Self.statements(of: $0) }
    return (writers + readers).filter(\.isBusy).map(\.sql)
  }

  /// SQL of every statement that the writer and one reader keep prepared.
  func preparedStatements() throws -> Set<String> {
    let writers = try store.pool.writeWithoutTransaction { Self.statements(of: $0) }
    let readers = try store.pool.unsafeRead { Self.statements(of: $0) }
    return Set((writers + readers).map(\.sql))
  }

  private static func statements(of database: Database) -> [(sql: String, isBusy: Bool)] {
    var found: [(sql: String, isBusy: Bool)] = []
    var statement = sqlite3_next_stmt(database.sqliteConnection, nil)
    while let current = statement {
      found.append((String(cString: sqlite3_sql(current)), sqlite3_stmt_busy(current) != 0))
      statement = sqlite3_next_stmt(database.sqliteConnection, current)
    }
    return found
  }
}
