import FiszkaDomain
import GRDB
import Glibc
import Testing

@testable import FiszkaStore

struct FullDiskTests {
  @Test func aCommitThatFindsNoRoomLeavesNothingAndSucceedsOnceThereIsRoom() throws {
    let harness = try StoreHarness()
    let item = try harness.staged(Sample.rows(2_000))
    let pages = try harness.number("PRAGMA page_count")
    try harness.setMostPages(pages + 5)
    let intent = AuditIntent(action: "import.commit", actorID: 1)
    func commit() throws -> Import {
      try harness.imports.commit(
        to: .newLesson(title: "T"), at: harness.now, of: item, audit: intent, limit: .none)
    }
    #expect(throws: StoreError.full) { try commit() }
    #expect(!intent.isUsed)
    for table in ["lessons", "lesson_items", "audit_logs"] { #expect(try harness.count(table) == 0) }
    #expect(try harness.imports.find(item.id, limit: .none) == item)
    try harness.setMostPages(1 << 30)
    #expect(try commit().result?.inserted == 2_000)
  }

  /// On a disk of 1 MiB.
  @Test(.enabled(if: SmallDisk.canBeMade)) func aFullDiskIsFullForDatabaseAndFilesAndNeitherIsHarmed() throws {
    let disk = try SmallDisk()
    do {
      let harness = try StoreHarness(in: disk.folder)
      let files = ImportFileFolder(harness.store, makeDigest: { ForeignDigest() })
      let kept = try harness.staged(Sample.rows(10))
      try files.write(Array("kept".utf8), at: 0, ofImport: 1)

      #expect(throws: StoreError.full) { try files.write([UInt8](repeating: 7, count: 2 << 20), at: 0, ofImport: 2) }
      #expect(throws: StoreError.full) { try harness.staged(Sample.rows(20_000)) }
      try files.remove(ofImport: 2)

      #expect(try harness.imports.find(kept.id, limit: .none) == kept)
      #expect(try files.contents(ofImport: 1, size: 4) == Array("kept".utf8))
      #expect(try harness.texts("PRAGMA integrity_check") == ["ok"])
      #expect(try harness.imports.setStatus(.previewed, of: kept, audit: nil, limit: .none).status == .previewed)
      try harness.store.close()
    }
  }
}

extension StoreHarness {
  /// Lets the writing connection find the disk full beyond so many pages.
  func setMostPages(_ count: Int64) throws {
    try store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = \(count)") }
  }

  func count(_ table: String) throws -> Int64 {
    try Int64(
      store.pool.read { database in
        try Int.fetchOne(database, sql: "SELECT count(*) FROM \(table)") ?? -1
      })
  }
}
