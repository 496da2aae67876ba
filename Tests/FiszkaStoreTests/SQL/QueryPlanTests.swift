import FiszkaDomain
import GRDB
import Testing

@testable import FiszkaStore

struct QueryPlanTests {
  @Test func everyStatementOfTheRepositoriesFindsItsRowsByAnIndexAndInOrder() throws {
    let harness = try StoreHarness { $0.readers = 1 }
    try Exercise.everything(harness)
    let statements = try harness.preparedStatements().filter { sql in
      // Not those of the migrations, which run once, nor those of GRDB.
      ["SELECT", "INSERT", "UPDATE", "DELETE"].contains { sql.hasPrefix($0) } && !sql.contains("schema_migrations")
        && !sql.contains("sqlite_")
    }
    for statement in statements.sorted() {
      for step in try plan(statement, harness) {
        // "SCAN CONSTANT ROW" is a SELECT without a table, such as SELECT EXISTS.
        let isScan = step.hasPrefix("SCAN ") && step != "SCAN CONSTANT ROW"
        #expect(!isScan && !step.contains("TEMP B-TREE"), "\(step) in:\n\(statement)")
      }
    }
    // All of the repositories' statements, so that none escapes because it was not exercised.
    #expect(statements.count == 37)
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
