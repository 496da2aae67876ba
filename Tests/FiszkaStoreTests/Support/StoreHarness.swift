import FiszkaDomain
import Synchronization

@testable import FiszkaStore

/// A real store in a temporary folder, with short ways to fill it and to look into it.
final class StoreHarness: Sendable {
  let folder: TemporaryFolder
  let clock = ManualClock()
  let store: Store
  private let ownTexts = Mutex<Set<String>>([])

  var imports: SQLiteImportRepository { SQLiteImportRepository(store) }
  var lessons: SQLiteLessonRepository { SQLiteLessonRepository(store) }
  var now: Instant { clock.now }

  init(
    in folder: TemporaryFolder? = nil, _ adjust: (inout StoreOptions) -> Void = { _ in }
  ) throws {
    let folder = try folder ?? TemporaryFolder()
    self.folder = folder
    var options = StoreOptions()
    adjust(&options)
    store = try Store("\(folder.path)/data", options: options, now: { [clock] in clock.now })
  }

  /// Statements of the tests' own so far.
  var ownStatements: Set<String> { ownTexts.withLock { $0 } }

  private func own(_ sql: StaticString) -> Query {
    ownTexts.withLock { _ = $0.insert(sql.description) }
    return Query(sql)
  }

  /// Runs one statement of the test's own.
  func run(_ sql: StaticString, _ values: [SQLValue] = []) throws {
    let query = own(sql)
    try store.transaction("", .none) { connection throws(StoreError) in
      _ = try connection.execute(query, values)
    }
  }

  /// The single number of a query.
  func number(_ sql: StaticString, _ values: [SQLValue] = []) throws -> Int64 {
    let query = own(sql)
    return try store.read(.none) { connection throws(StoreError) in try connection.number(query, values) }
  }

  /// The single column of a query's rows.
  func texts(_ sql: StaticString, _ values: [SQLValue] = []) throws -> [String] {
    let query = own(sql)
    return try store.read(.none) { connection throws(StoreError) in
      try connection.all(query, values) { row throws(StoreError) in try row.text() }
    }
  }

  /// Adds an account that may do nothing special.
  func addUser(_ name: String) throws -> Int64 {
    try run(
      "INSERT INTO users (email, email_key, nickname, role, created_at) VALUES (?1, ?1, ?1, 'user', 0)", [.text(name)])
    return try number("SELECT max(id) FROM users")
  }

  /// Adds a lesson without items.
  func addLesson(_ title: String, owner: Int64 = 1) throws -> Int64 {
    try store.transaction("", .none) { connection throws(StoreError) in
      try connection.execute(
        LessonQuery.insert,
        [.integer(owner), .text(title), .text(TextKey(title).text), .text("About \(title)"), SQLValue(now)])
      return connection.lastInsertedID
    }
  }

  func create(
    _ name: String = "words.csv", by uploader: Int64 = 1, target: ImportTarget? = nil
  ) throws -> Import {
    try imports.create(
      NewImport(uploadedBy: uploader, fileName: name, target: target), at: now, audit: nil, limit: .none)
  }

  /// An import with a finished upload of these rows.
  func staged(_ rows: [ImportRow], by uploader: Int64 = 1) throws -> Import {
    let item = try imports.beginStaging(.init(), of: create(by: uploader), limit: .none)
    try imports.stage(rows, of: item, limit: .none)
    return try finish(item, rows)
  }

  func finish(_ item: Import, _ rows: [ImportRow]) throws -> Import {
    var counts = ImportCounts()
    for row in rows { counts.add(row) }
    return try imports.finishStaging(
      Sample.reading, counts: counts, digest: Sample.digest, of: item, audit: nil, limit: .none)
  }

  /// An import whose rows are in a new lesson.
  func committed(_ rows: [ImportRow], title: String = "Words") throws -> Import {
    try imports.commit(to: .newLesson(title: title), at: now, of: staged(rows), audit: nil, limit: .none)
  }
}

extension StoreHarness {
  /// Answers a question about the newest item of the import.
  func study(_ item: Import, by user: Int64 = 1) throws {
    try run(
      "INSERT INTO sessions (user_id, lesson_id, started_at, created_at) SELECT ?1, max(id), 0, 0 FROM lessons",
      [.integer(user)])
    try run(
      """
      INSERT INTO session_answers (session_id, question_id, user_answer, is_correct, created_at)
      SELECT (SELECT max(id) FROM sessions), max(id), 'kot', TRUE, 0 FROM lesson_items WHERE import_id = ?1
      """, [.integer(item.id)])
  }

  /// Reviews the newest item of the import.
  func review(_ item: Import, by user: Int64 = 1) throws {
    try run(
      """
      INSERT INTO spaced_repetition (user_id, lesson_item_id, state, next_review_at, interval_days, history)
      SELECT ?2, max(id), 'learning', 0, 1, '[]' FROM lesson_items WHERE import_id = ?1
      """, [.integer(item.id), .integer(user)])
  }

  /// English texts of a lesson, in order.
  func words(of lesson: Int64) throws -> [String] {
    try lessons.items(ofLesson: lesson, search: nil, page: PageRequest(limit: 1_000), limit: .none).items.map(\.english)
  }
}
