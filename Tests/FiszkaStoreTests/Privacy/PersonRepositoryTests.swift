import FiszkaDomain
import Foundation
import Testing

@testable import FiszkaStore

struct PersonRepositoryTests {
  private let harness: StoreHarness
  private var persons: SQLitePersonRepository { harness.persons }

  init() throws {
    harness = try StoreHarness()
  }

  private func begin(_ id: Int64, _ audit: AuditIntent? = nil) throws -> ErasureBeginning {
    try persons.beginErasure(of: id, at: harness.now, audit: audit, limit: .none)
  }

  @Test func anAccountHasAPersonUntilItsErasureBegins() throws {
    let user = try harness.addPerson("Ola")
    try harness.run("UPDATE users SET deleted_at = 1 WHERE id = ?1", [.integer(user)])
    #expect(try persons.hasPerson(user, limit: .none) && persons.hasPerson(1, limit: .none))
    #expect(try !persons.hasPerson(99, limit: .none))
    #expect(try begin(user) == .begun(endedSessions: 1))
    #expect(try !persons.hasPerson(user, limit: .none))
  }

  @Test func anErasureIsUnfinishedUntilItsEnd() throws {
    let (user, other) = (try harness.addPerson("Ola"), try harness.addPerson("Jan"))
    #expect(try persons.unfinishedErasures(limit: .none) == [])
    let audit = AuditIntent(action: "privacy.erase", actorID: 1)
    #expect(try begin(user, audit) == .begun(endedSessions: 1))
    #expect(audit.isUsed)
    let second = AuditIntent(action: "privacy.erase", actorID: 1)
    #expect(try begin(user, second) == .unfinished)
    #expect(try persons.unfinishedErasures(limit: .none) == [user])
    try persons.finishErasure(of: user, at: harness.now, limit: .none)
    #expect(try begin(user, second) == .finished)
    #expect(!second.isUsed)
    #expect(try persons.unfinishedErasures(limit: .none) == [])
    // Not of one who was not blanked.
    try persons.finishErasure(of: other, at: harness.now, limit: .none)
    #expect(try persons.hasPerson(other, limit: .none))
  }

  @Test func answersAreBlankedInBatchesAndOnlyTheirs() throws {
    let (user, other) = (try harness.addPerson("Ola"), try harness.addPerson("Jan"))
    try harness.run(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4500)
      INSERT INTO session_answers (session_id, question_id, user_answer, is_correct, created_at)
      SELECT session.id, 1, 'text ' || i, FALSE, 0 FROM sessions AS session, n WHERE session.user_id = ?1
      """, [.integer(user)])
    try persons.blankAnswers(of: user, limit: .none)
    let left: StaticString = """
      SELECT count(*) FROM session_answers WHERE user_answer <> '' AND session_id IN (SELECT id FROM sessions WHERE user_id = ?1)
      """
    #expect(try harness.number(left, [.integer(user)]) == 0)
    #expect(try harness.number(left, [.integer(other)]) == 1)
  }

  @Test func aRewriteKeepsEverythingAndEmptiesTheLog() throws {
    _ = try harness.committed(Sample.rows(5_000))
    try harness.run("DELETE FROM import_rows")
    let before = try harness.words(of: 1)
    let (pages, next) = (try harness.number("PRAGMA page_count"), try harness.number("SELECT max(seq) FROM sqlite_sequence"))
    try persons.rewrite(limit: .none)
    #expect(try harness.words(of: 1) == before)
    #expect(try harness.number("PRAGMA page_count") < pages)
    #expect(try harness.number("SELECT max(seq) FROM sqlite_sequence") == next)
    #expect(try harness.texts("PRAGMA integrity_check") == ["ok"])
    #expect(harness.store.gauges().logBytes == 0)
  }

  @Test func aReaderOfAnOlderStateIsWaitedForAndThenBusy() throws {
    let harness = try StoreHarness { $0.busyTimeout = .milliseconds(50) }
    _ = try harness.committed(Sample.rows(100))
    try harness.store.read(.none) { connection throws(StoreError) in
      _ = try connection.number(Query("SELECT count(*) FROM lesson_items"))
      #expect(throws: StoreError.busy) { try harness.persons.rewrite(limit: .none) }
    }
    try harness.persons.rewrite(limit: .none)
    #expect(harness.store.gauges().logBytes == 0)
  }

  @Test func aRewriteThatIsGivenUpChangesNothing() throws {
    _ = try harness.committed(Sample.rows(5_000))
    #expect(throws: StoreError.interrupted(.deadlineExceeded)) { try persons.rewrite(limit: .stopping(after: 3)) }
    #expect(try harness.words(of: 1).count == 1_000)
    #expect(try harness.texts("PRAGMA integrity_check") == ["ok"])
    _ = try harness.addLesson("Still writes")
  }

  /// On a disk of 1 MiB.
  @Test(.enabled(if: SmallDisk.canBeMade)) func aRewriteThatFindsNoRoomChangesNothing() throws {
    let disk = try SmallDisk()
    do {
      let harness = try StoreHarness(in: disk.folder)
      _ = try harness.committed(Sample.rows(300))
      let folder = "\(harness.folder.path)/data"
      let free = try #require(FileManager.default.attributesOfFileSystem(forPath: folder)[.systemFreeSize] as? Int)
      try Data(count: free - 8_192).write(to: URL(fileURLWithPath: "\(folder)/filler"))
      #expect(throws: StoreError.full) { try harness.persons.rewrite(limit: .none) }
      #expect(try harness.words(of: 1).count == 300)
      try FileManager.default.removeItem(atPath: "\(folder)/filler")
      try harness.persons.rewrite(limit: .none)
      #expect(try harness.texts("PRAGMA integrity_check") == ["ok"])
      try harness.store.close()
    }
  }
}
