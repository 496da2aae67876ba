import FiszkaDomain
import Testing

@testable import FiszkaStore

struct DiscardTests {
  private let harness: StoreHarness
  private var imports: SQLiteImportRepository { harness.imports }

  init() throws {
    harness = try StoreHarness()
  }

  @Test(arguments: [0, 3, Int64(SQLiteImportRepository.batch) * 2 + 1])
  func theImportAndAllItsRowsGo(rows: Int64) throws {
    let kept = try harness.staged(Sample.rows(2))
    let item = rows == 0 ? try harness.create() : try harness.staged(Sample.rows(rows))
    try imports.discard(item, audit: nil, limit: .none)
    #expect(throws: StoreError.notFound("import")) { try imports.find(item.id, limit: .none) }
    #expect(try harness.number("SELECT count(*) FROM import_rows") == 2)
    #expect(try imports.find(kept.id, limit: .none) == kept)
  }

  @Test func rowsOfAReadingThatNeverEndedGoToo() throws {
    let item = try imports.beginStaging(.init(), of: harness.create(), limit: .none)
    try imports.stage(Sample.rows(Int64(SQLiteImportRepository.batch) + 5), of: item, limit: .none)
    try imports.discard(item, audit: nil, limit: .none)
    #expect(try harness.number("SELECT count(*) FROM import_rows") == 0)
  }

  @Test func aCommittedImportIsAMisuse() throws {
    let item = try harness.committed(Sample.rows(1))
    #expect(throws: StoreError.misuse("a committed import cannot be discarded")) {
      try imports.discard(item, audit: nil, limit: .none)
    }
  }

  @Test func aLargeDiscardThatIsStoppedLeavesAnUnfinishedImportThatCanBeDiscarded() throws {
    let item = try harness.staged(Sample.rows(Int64(SQLiteImportRepository.batch) * 3))
    let intent = AuditIntent(action: "import.discard", actorID: 1)
    #expect(throws: StoreError.interrupted(.deadlineExceeded)) {
      try imports.discard(item, audit: intent, limit: .stopping(after: 8))
    }
    #expect(!intent.isUsed)
    let left = try imports.find(item.id, limit: .none)
    #expect(!left.uploadComplete)
    #expect(left.counts == ImportCounts())
    try imports.discard(left, audit: intent, limit: .none)
    #expect(try harness.number("SELECT count(*) FROM import_rows") == 0)
  }
}
