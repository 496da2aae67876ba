import FiszkaDomain
import Testing

@testable import FiszkaStore

struct InterruptionTests {
  private let harness: StoreHarness

  init() throws {
    harness = try StoreHarness()
  }

  @Test(arguments: [WorkInterruption.deadlineExceeded, .cancelled])
  func workThatMustStopDoesNotBegin(reason: WorkInterruption) throws {
    let error = StoreError.interrupted(reason)
    #expect(throws: error) { try harness.imports.find(1, limit: .stopping(after: 0, reason)) }
    #expect(throws: error) {
      try harness.imports.create(
        NewImport(uploadedBy: 1, fileName: "a"), at: harness.now, audit: nil, limit: .stopping(after: 0, reason))
    }
    #expect(try harness.number("SELECT count(*) FROM imports") == 0)
  }

  @Test(arguments: [WorkInterruption.deadlineExceeded, .cancelled])
  func aCommitStoppedInTheMiddleLeavesNothingAndCanBeMadeAfterwards(reason: WorkInterruption) throws {
    let item = try harness.staged(Sample.rows(5_000))
    let intent = AuditIntent(action: "import.commit", actorID: 1)
    // Two questions before the statement, then one every 4,000 steps of it.
    #expect(throws: StoreError.interrupted(reason)) {
      try harness.imports.commit(
        to: .newLesson(title: "T"), at: harness.now, of: item, audit: intent, limit: .stopping(after: 10, reason))
    }
    #expect(!intent.isUsed)
    for count in ["lessons", "lesson_items", "audit_logs"] {
      #expect(try harness.count(count) == 0, "\(count)")
    }
    #expect(try harness.imports.find(item.id, limit: .none) == item)
    let done = try harness.imports.commit(
      to: .newLesson(title: "T"), at: harness.now, of: item, audit: intent, limit: .none)
    #expect(done.result?.inserted == 5_000)
    #expect(intent.isUsed)
  }

  @Test func aReadStoppedInTheMiddleHarmsNoOther() throws {
    _ = try harness.committed(Sample.rows(5_000))
    let nowhere = TextKey("this text is nowhere")
    func search(_ limit: WorkLimit) throws -> Int {
      try harness.lessons.items(ofLesson: 1, search: nowhere, page: PageRequest(), limit: limit).items.count
    }
    #expect(throws: StoreError.interrupted(.deadlineExceeded)) { try search(.stopping(after: 4)) }
    #expect(try search(.none) == 0)
    #expect(try harness.busyStatements() == [])
  }

  @Test func stagingStoppedBetweenBatchesCanStartAgain() throws {
    let rows = Sample.rows(Int64(SQLiteImportRepository.batch) * 3)
    let item = try harness.imports.beginStaging(.init(), of: harness.create(), limit: .none)
    let asked = Counter()
    let store = harness.store
    let limit = WorkLimit {
      let isBetween = store.gate.waitingCount == 0 && asked.next() > 40
      return isBetween ? .cancelled : nil
    }
    #expect(throws: StoreError.interrupted(.cancelled)) { try harness.imports.stage(rows, of: item, limit: limit) }
    #expect(try !harness.imports.find(item.id, limit: .none).uploadComplete)
    let again = try harness.imports.beginStaging(.init(), of: item, limit: .none)
    #expect(try harness.count("import_rows") == 0)
    try harness.imports.stage(rows, of: again, limit: .none)
    #expect(try harness.finish(again, rows).counts.total == Int64(rows.count))
  }
}
