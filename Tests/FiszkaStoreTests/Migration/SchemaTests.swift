import FiszkaAPI
import FiszkaDomain
import Foundation
import TTRPC
import Testing

@testable import FiszkaStore

/// The schema of the newest version. After a new migration: `FISZKA_WRITE_SCHEMA=1 swift test --filter SchemaTests` writes
/// `db/schema.sql`.
struct SchemaTests {
  private let harness: StoreHarness

  init() throws {
    harness = try StoreHarness()
  }

  @Test func theDumpInTheRepositoryIsThatOfTheNewestVersion() throws {
    let path = Repository.root + "/db/schema.sql"
    let text =
      "-- The newest schema, all migrations run. Written by SchemaTests; do not edit: add a migration.\n\n"
      + (try SchemaDump.text(of: harness.store))
    if ProcessInfo.processInfo.environment["FISZKA_WRITE_SCHEMA"] != nil {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == text)
  }

  @Test func everyColumnThatAMethodOfTheContractNamesExists() throws {
    var names = 0
    for method in FiszkaMethodTable.all {
      for use in method.policy.reads + method.policy.writes {
        let columns = try columns(of: use.table)
        for column in use.columns {
          names += 1
          #expect(columns.contains(column), "\(method.fullName) names \(use.table).\(column)")
        }
      }
    }
    #expect(names > 100)
  }

  @Test(arguments: [
    ("users", "id email nickname password_hash role created_at deleted_at"),
    ("lessons", "id owner_user_id title description is_deleted created_at updated_at"),
    ("lesson_items", "id lesson_id english polish example tags phonetic_hint created_at"),
    ("imports", "id uploaded_by filename total_rows error_rows status created_at"),
    ("import_rows", "id import_id row_number english polish valid error_message processed_at"),
    ("sessions", "id user_id lesson_id started_at finished_at duration_seconds score created_at"),
    ("session_answers", "id session_id question_id user_answer is_correct created_at"),
    (
      "spaced_repetition",
      "id user_id lesson_item_id state last_reviewed_at next_review_at interval_days history"
    ),
    ("audio_cache", "id hash word engine accent path size_bytes created_at last_accessed_at"),
    ("exports", "id requested_by period format status file_path created_at completed_at"),
    ("audit_logs", "id actor_user_id action target_table target_id details created_at"),
    ("rtm_mapping", "id story_id endpoint table_name notes"),
  ])
  func everyColumnOfTheRequirementsExists(table: String, required: String) throws {
    let missing = Set(required.split(separator: " ").map(String.init)).subtracting(try columns(of: table))
    #expect(missing.isEmpty)
  }

  @Test func accountOneIsTheSystemAndNobodyCanSignInAsIt() throws {
    #expect(
      try harness.texts(
        "SELECT nickname || ':' || role || ':' || email || ':' || coalesce(password_hash, 'none') FROM users WHERE id = ?1",
        [.integer(Caller.system.accountID)]) == ["system:admin::none"])
  }

  @Test func theDatabaseTakesEveryRoleAndStatusOfTheDomainAndNoOther() throws {
    for role in AccountRole.allCases {
      try harness.run("UPDATE users SET role = ?1 WHERE id = 1", [.text(role.rawValue)])
    }
    let item = try harness.create()
    for status in ImportStatus.allCases where status != .committed {
      try harness.run("UPDATE imports SET status = ?2 WHERE id = ?1", [.integer(item.id), .text(status.rawValue)])
    }
    #expect(throws: StoreError.self) { try harness.run("UPDATE users SET role = 'guest' WHERE id = 1") }
    #expect(throws: StoreError.self) { try harness.run("UPDATE imports SET status = 'lost' WHERE id = 1") }
  }

  private func columns(of table: String) throws -> Set<String> {
    Set(try harness.texts("SELECT name FROM pragma_table_info(?1)", [.text(table)]))
  }
}
