import FiszkaDomain
import Foundation
import GRDB
import TTRPC
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

  /// Moves what the log holds into the database file.
  func emptyLog() throws {
    try store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
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

extension Harness {
  /// Words that stand only in what is stored about the person of `addPerson`, and that no erasure may leave anywhere.
  struct Person {
    let id: Int64
    let email: String
    let nickname: String
    /// Said as the person itself.
    var options: CallOptions { .asLearner(id) }
    var traces: [String] { [email, nickname, email.uppercased(), nickname.lowercased()] }
  }

  /// Adds an account with address, nickname, password and an open session.
  func addPerson(_ name: String = "Żaneta", role: String = "user") throws -> Person {
    let nickname = "\(name) Traceable-\(UInt32.random(in: .min ... .max))"
    let email = "mail-\(UInt32.random(in: .min ... .max))@Traceable.example"
    let id = try store.pool.write { database in
      try database.execute(
        sql: """
          INSERT INTO users (email, email_key, nickname, nickname_key, password_hash, role, created_at)
          VALUES (?, ?, ?, ?, 'hash', ?, 0)
          """, arguments: [email, email.lowercased(), nickname, nickname.lowercased(), role])
      let id = database.lastInsertedRowID
      try database.execute(
        sql: """
          INSERT INTO auth_tokens (user_id, token_hash, created_at, last_used_at, expires_at) VALUES (?, randomblob(32), 0, 0, 1)
          """, arguments: [id])
      return id
    }
    return Person(id: id, email: email, nickname: nickname)
  }

  /// Lets a person answer a question about the newest item, and review it.
  func study(_ person: Person, answer: String) throws {
    try store.pool.write { database in
      try database.execute(
        sql: """
          INSERT INTO sessions (user_id, lesson_id, started_at, finished_at, duration_seconds, score, created_at)
          SELECT ?, max(id), 1000000, 2500000, 1, 0.5, 0 FROM lessons
          """, arguments: [person.id])
      try database.execute(
        sql: """
          INSERT INTO session_answers (session_id, question_id, user_answer, is_correct, created_at)
          SELECT ?, max(id), ?, FALSE, 7 FROM lesson_items
          """, arguments: [database.lastInsertedRowID, answer])
      try database.execute(
        sql: """
          INSERT INTO spaced_repetition (user_id, lesson_item_id, state, next_review_at, interval_days, history)
          SELECT ?, max(id), 'learning', 0, 1.5, '[{"at":1}]' FROM lesson_items
          """, arguments: [person.id])
    }
  }

  /// Files below the data folder that hold one of the texts, whatever they are.
  func files(holding texts: [String]) throws -> [String] {
    let all = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return try all.filter { name in
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: "\(folder)/\(name)", isDirectory: &isFolder), !isFolder.boolValue else {
        return false
      }
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
      return texts.contains { bytes.range(of: Data($0.utf8)) != nil }
    }
  }
}
