import FiszkaDomain
import Foundation
import GRDB
import Testing

@testable import FiszkaStore

struct QueryPlanTests {
  @Test func everyStatementOfTheRepositoriesFindsItsRowsByAnIndexAndInOrder() throws {
    let harness = try StoreHarness { $0.readers = 1 }
    try Exercise.everything(harness)
    let statements = try harness.preparedStatements().subtracting(harness.ownStatements).filter { sql in
      // Not those of the migrations, which run once.
      ["SELECT", "INSERT", "UPDATE", "DELETE"].contains { sql.hasPrefix($0) } && !sql.contains("schema_migrations")
    }
    for statement in statements.sorted() {
      for step in try plan(statement, harness) {
        // "SCAN CONSTANT ROW" is a SELECT without a table, "SCAN 10 CONSTANT ROWS" the values of an INSERT.
        let isScan = step.hasPrefix("SCAN ") && !step.contains("CONSTANT ROW")
        #expect(!isScan && !step.contains("TEMP B-TREE"), "\(step) in:\n\(statement)")
      }
    }
    // None escapes because it was not exercised.
    #expect(try statements.count == queriesInSources())
  }

  /// How many statements the repositories' source files define.
  private func queriesInSources() throws -> Int {
    var count = 0
    for area in ["Account", "Audit", "Import", "Lesson", "Privacy", "Speech"] {
      let folder = "\(Repository.root)/Sources/FiszkaStore/\(area)"
      for file in try FileManager.default.contentsOfDirectory(atPath: folder) {
        count += try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8).components(separatedBy: "= Query(").count - 1
      }
    }
    return count
  }

  @Test(arguments: [
    (ImportRowQuery.all, "sqlite_autoindex_import_rows_1"), (ImportRowQuery.invalid, "import_rows_invalid"),
    (ImportRowQuery.withProblems, "import_rows_problems"), (ImportRowQuery.countInvalid, "COVERING INDEX import_rows_invalid"),
    (ImportRowQuery.count, "COVERING INDEX sqlite_autoindex_import_rows_1"),
    (ImportRowQuery.commit, "sqlite_autoindex_import_rows_1"), (LessonQuery.items, "lesson_items_lesson"),
    (LessonQuery.listOfOwner, "lessons_owner"), (LessonQuery.listTitled, "lessons_title_key"),
    (ImportQuery.listOfUploader, "imports_uploader"), (UndoQuery.deleteItems, "lesson_items_import"),
    (AccountQuery.list, "INTEGER PRIMARY KEY"), (AccountQuery.credentialsByEmail, "users_email_key"),
    (SessionQuery.ofAccount, "auth_tokens_user"), (SessionQuery.deleteOthers, "auth_tokens_user"),
    (AuditQuery.list, "INTEGER PRIMARY KEY"), (AuditQuery.listOfActor, "audit_logs_actor"),
    (AuditQuery.listOfTarget, "audit_logs_target"),
    (LessonQuery.hint, "lesson_items_hint"),
  ])
  func aSelectionWalksTheIndexMadeForIt(query: Query, index: String) throws {
    let steps = try plan(query.text, StoreHarness())
    #expect(steps.contains { $0.contains(index) }, "\(steps)")
  }

  @Test func aScanIsFound() throws {
    let harness = try StoreHarness()
    #expect(try plan("SELECT id FROM lesson_items WHERE example = 'x'", harness) == ["SCAN lesson_items"])
  }

  /// The steps of SQLite's plan, as it words them.
  private func plan(_ sql: String, _ harness: StoreHarness) throws -> [String] {
    try harness.store.pool.read { database in
      let statement = try database.makeStatement(sql: "EXPLAIN QUERY PLAN " + sql)
      statement.setUncheckedArguments([])
      return try Row.fetchAll(statement).map { $0["detail"] }
    }
  }
}
