import FiszkaDomain
import Testing

@testable import FiszkaStore

struct AuditTests {
  private let harness: StoreHarness

  init() throws {
    harness = try StoreHarness()
  }

  @Test func aChangeAndItsEntryAreWrittenTogether() throws {
    let actor = try harness.addUser("Ola")
    let intent = AuditIntent(action: "import.create", actorID: actor)
    intent.addDetail(field: "filename")
    intent.addDetail(field: "target")
    harness.clock.advance(by: .seconds(5))
    let item = try harness.imports.create(
      NewImport(uploadedBy: actor, fileName: "secret.csv"), at: harness.now, audit: intent, limit: .none)
    #expect(intent.isUsed)
    let entry = "\(actor)|import.create|imports|\(item.id)|filename,target|\(harness.now.microseconds)"
    #expect(try entries() == [entry])
  }

  @Test func aChangeThatFailsLeavesNoEntryAndAnIntentToUseAgain() throws {
    let item = try harness.create()
    let newer = try harness.imports.recordUpload(receivedBytes: 1, of: item, audit: nil, limit: .none)
    let intent = AuditIntent(action: "import.discard", actorID: 1)
    #expect(throws: StoreError.changed) { try harness.imports.discard(item, audit: intent, limit: .none) }
    #expect(!intent.isUsed)
    #expect(try entries() == [])
    try harness.imports.discard(newer, audit: intent, limit: .none)
    #expect(intent.isUsed)
    #expect(try entries().count == 1)
  }

  @Test func anEntryThatCannotBeWrittenTakesTheChangeWithIt() throws {
    let intent = AuditIntent(action: "import.create", actorID: 99)
    #expect(throws: StoreError.constraint("FOREIGN KEY constraint failed")) {
      try harness.imports.create(
        NewImport(uploadedBy: 1, fileName: "a.csv"), at: harness.now, audit: intent, limit: .none)
    }
    #expect(!intent.isUsed)
    #expect(try harness.number("SELECT count(*) FROM imports") == 0)
  }

  @Test func anIntentUsedTwiceWritesNothingTheSecondTime() throws {
    let intent = AuditIntent(action: "import.create", actorID: 1)
    let new = NewImport(uploadedBy: 1, fileName: "a.csv")
    _ = try harness.imports.create(new, at: harness.now, audit: intent, limit: .none)
    #expect(throws: StoreError.misuse("the audit intent of import.create was used twice")) {
      try harness.imports.create(new, at: harness.now, audit: intent, limit: .none)
    }
    #expect(try harness.number("SELECT count(*) FROM imports") == 1)
    #expect(try entries().count == 1)
  }

  @Test func aRefusedUndoUsesNoIntent() throws {
    let item = try harness.committed(Sample.rows(1))
    try harness.study(item)
    let intent = AuditIntent(action: "import.undo", actorID: 1)
    #expect(
      try harness.imports.undo(item, at: harness.now, audit: intent, limit: .none) == .studied(items: 1))
    #expect(!intent.isUsed)
  }

  private func entries() throws -> [String] {
    try harness.texts(
      """
      SELECT actor_user_id || '|' || action || '|' || target_table || '|' || target_id || '|' || details || '|' || created_at
      FROM audit_logs ORDER BY id
      """)
  }
}
