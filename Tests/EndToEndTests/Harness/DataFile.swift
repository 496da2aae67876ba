import Foundation
import GRDB

/// The database of a data folder, looked into from outside, as an operator does with the `sqlite3` shell.
struct DataFile {
  private let queue: DatabaseQueue

  /// - Parameter folder: the data folder; a server may use it meanwhile.
  init(in folder: String) throws {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    configuration.allowsUnsafeTransactions = true
    queue = try DatabaseQueue(path: "\(folder)/fiszka.db", configuration: configuration)
  }

  func numbers(_ sql: String) throws -> [Int64] { try queue.read { try Int64.fetchAll($0, sql: sql) } }
  func number(_ sql: String) throws -> Int64 { try numbers(sql).first ?? -1 }
  func texts(_ sql: String) throws -> [String] { try queue.read { try String.fetchAll($0, sql: sql) } }

  /// Adds an account with a nickname and an address; its id.
  func addPerson(_ nickname: String, _ email: String, role: String = "user") throws -> Int64 {
    try queue.write { database in
      try database.execute(
        sql: """
          INSERT INTO users (email, email_key, nickname, nickname_key, role, created_at) VALUES (?, ?, ?, ?, ?, 0)
          """, arguments: [email, email.lowercased(), nickname, nickname.lowercased(), role])
      return database.lastInsertedRowID
    }
  }

  /// Begins to read the present state, and keeps it until this value is gone: until then no log can be emptied.
  func keepState() throws {
    try queue.inDatabase { database in
      try database.execute(sql: "BEGIN")
      _ = try Int64.fetchOne(database, sql: "SELECT count(*) FROM users")
    }
  }

  /// Takes the right to write from every other connection, until `leaveState`.
  func blockWriters() throws { try queue.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE") } }

  /// Gives the state, or the right to write, free again.
  func leaveState() throws { try queue.inDatabase { try $0.execute(sql: "COMMIT") } }

  /// Runs statements.
  func run(_ sql: String) throws { try queue.write { try $0.execute(sql: sql) } }

  /// Gives an import to another account.
  func give(import id: Int64, to account: Int64) throws {
    try queue.write { try $0.execute(sql: "UPDATE imports SET uploaded_by = ? WHERE id = ?", arguments: [account, id]) }
  }
}

extension TemporaryFolder {
  /// Files below a folder of this one that hold one of the texts, whatever they are.
  func files(in name: String, holding texts: [String]) throws -> [String] {
    try files(in: name, holding: texts.map { Data($0.utf8) })
  }

  func files(in name: String, holding pieces: [Data]) throws -> [String] {
    let folder = self / name
    return try FileManager.default.subpathsOfDirectory(atPath: folder).filter { name in
      guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)") else { return false }
      return pieces.contains { bytes.range(of: $0) != nil }
    }
  }
}
