import FiszkaDomain
import Foundation
import GRDB
import Testing

@testable import FiszkaStore

extension Harness {
  /// Adds an account that may learn, and returns its id.
  func addLearner() throws -> Int64 {
    try store.pool.write { database in
      try database.execute(
        sql: """
          INSERT INTO users (email, email_key, nickname, password_hash, role, created_at, deleted_at)
          VALUES ('', '', 'learner', NULL, 'user', 0, NULL)
          """)
      return database.lastInsertedRowID
    }
  }

  func execute(_ sql: String) throws {
    try store.pool.write { try $0.execute(sql: sql) }
  }

  func number(_ sql: String) throws -> Int64 {
    try #require(try store.pool.read { try Int64.fetchOne($0, sql: sql) })
  }

  func texts(_ sql: String) throws -> [String] {
    try store.pool.read { try String.fetchAll($0, sql: sql) }
  }
}

extension Harness {
  /// Names of the raw files that lie in the data folder.
  var rawFiles: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: "\(folder)/imports") }
  }
}
