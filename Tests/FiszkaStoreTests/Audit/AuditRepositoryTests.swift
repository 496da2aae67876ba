import FiszkaDomain
import Testing

@testable import FiszkaStore

struct AuditRepositoryTests {
  private let harness: StoreHarness
  private let ola: Int64
  private var audit: SQLiteAuditRepository { SQLiteAuditRepository(harness.store) }

  /// Entries 1 to 6, a second apart, the first one second after `harness.now` at the start.
  init() throws {
    harness = try StoreHarness()
    ola = try harness.addUser("Ola")
    let entries: [(Int64, String, AuditTarget, [String])] = [
      (1, "account.create", AuditTarget(table: "users", id: ola), ["email", "nickname"]),
      (ola, "import.create", AuditTarget(table: "imports", id: 3), []),
      (1, "account.update", AuditTarget(table: "users", id: ola), ["role"]),
      (ola, "account.change_password", AuditTarget(table: "users", id: ola), []),
      (1, "operations.backup", AuditTarget(table: "", id: 0), []),
      (1, "accounting", AuditTarget(table: "users", id: 3), []),
    ]
    for (actor, action, target, fields) in entries {
      harness.clock.advance(by: .seconds(1))
      let intent = AuditIntent(action: action, actorID: actor)
      for field in fields { intent.addDetail(field: field) }
      try harness.store.write(intent, .none) { _ throws(StoreError) in ((), target) }
    }
  }

  private func ids(_ filter: AuditFilter) throws -> [Int64] {
    try audit.entries(filter, page: PageRequest(), limit: .none).items.map(\.id)
  }

  @Test func anEntryIsReadAsItWasWritten() throws {
    let found = try audit.entries(AuditFilter(action: "account.create"), page: PageRequest(), limit: .none).items
    let expected = AuditEntry(
      id: 1, actorID: 1, action: "account.create", target: AuditTarget(table: "users", id: ola),
      fields: ["email", "nickname"], createdAt: harness.now.advanced(by: .seconds(-5)))
    #expect(found == [expected])
    let backup = try audit.entries(AuditFilter(action: "operations.backup"), page: PageRequest(), limit: .none).items
    #expect(backup.map(\.target) == [nil] && backup.map(\.fields) == [[]])
  }

  @Test func theNewestComesFirstAndConditionsMustAllHold() throws {
    #expect(try ids(AuditFilter()) == [6, 5, 4, 3, 2, 1])
    #expect(try ids(AuditFilter(actorID: ola)) == [4, 2])
    #expect(try ids(AuditFilter(actorID: 99)) == [])
    #expect(try ids(AuditFilter(targetTable: "users")) == [6, 4, 3, 1])
    #expect(try ids(AuditFilter(targetTable: "users", targetID: ola)) == [4, 3, 1])
    #expect(try ids(AuditFilter(actorID: 1, targetTable: "users", targetID: ola)) == [3, 1])
    #expect(try ids(AuditFilter(actorID: 1, action: "account.", targetTable: "users")) == [3, 1])
    #expect(try ids(AuditFilter(actorID: ola, action: "account.", targetTable: "users", targetID: ola)) == [4])
  }

  @Test func anActionIsExactAndOneWithADotAtItsEndABeginning() throws {
    #expect(try ids(AuditFilter(action: "account.update")) == [3])
    #expect(try ids(AuditFilter(action: "account")) == [])
    #expect(try ids(AuditFilter(action: "account.")) == [4, 3, 1])
    #expect(try ids(AuditFilter(action: ".")) == [])
    #expect(try ids(AuditFilter(action: "%.")) == [])
    #expect(try ids(AuditFilter(action: "account_update.")) == [])
  }

  @Test func timesHoldTheirBeginningAndNotTheirEnd() throws {
    let third = harness.now.advanced(by: .seconds(-3))
    #expect(try ids(AuditFilter(from: third)) == [6, 5, 4, 3])
    #expect(try ids(AuditFilter(until: third)) == [2, 1])
    #expect(try ids(AuditFilter(from: third, until: third.advanced(by: .seconds(1)))) == [3])
    #expect(try ids(AuditFilter(from: third, until: third)) == [])
    #expect(try ids(AuditFilter(actorID: ola, from: third)) == [4])
    #expect(try ids(AuditFilter(targetTable: "users", targetID: ola, until: third)) == [1])
  }

  @Test func anEntryOfAClockThatWasSetBackIsStillFound() throws {
    harness.clock.advance(by: .seconds(-1_000))
    let early = harness.now
    try harness.store.write(AuditIntent(action: "late", actorID: 1), .none) { _ throws(StoreError) in
      ((), AuditTarget(table: "", id: 0))
    }
    #expect(try ids(AuditFilter()).first == 7)
    #expect(try ids(AuditFilter(until: early.advanced(by: .seconds(1)))) == [7])
  }

  @Test(arguments: [
    AuditFilter(), AuditFilter(actorID: 1), AuditFilter(targetTable: "users", targetID: 7), AuditFilter(action: "many."),
  ])
  func pagesFollowEachOtherUnderEveryFilter(_ filter: AuditFilter) throws {
    for _ in 1...5 {
      try harness.store.write(AuditIntent(action: "many.times", actorID: 1), .none) { _ throws(StoreError) in
        ((), AuditTarget(table: "users", id: 7))
      }
    }
    var found: [Int64] = []
    var cursor: PageCursor?
    repeat {
      let page = try audit.entries(filter, page: PageRequest(limit: 2, after: cursor), limit: .none)
      #expect(page.items.count <= 2)
      found += page.items.map(\.id)
      cursor = page.next
    } while cursor != nil
    #expect(found == (try ids(filter)) && found.prefix(5) == [11, 10, 9, 8, 7])
  }

  @Test func aListThatTakesTooLongIsStopped() throws {
    try harness.run(
      """
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
      INSERT INTO audit_logs (actor_user_id, action, target_table, target_id, details, created_at)
      SELECT 1, 'filler', '', 0, '', 0 FROM n
      """)
    #expect(throws: StoreError.interrupted(.deadlineExceeded)) {
      try audit.entries(AuditFilter(action: "none"), page: PageRequest(), limit: .stopping(after: 3))
    }
  }
}
