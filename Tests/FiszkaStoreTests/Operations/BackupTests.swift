import FiszkaDomain
import Foundation
import Synchronization
import Testing

@testable import FiszkaStore

@Suite struct BackupTests {
  private static let name = BackupName("a.db")!

  private func backups(_ harness: StoreHarness) -> BackupFolder {
    BackupFolder(harness.store, makeDigest: { ForeignDigest() })
  }

  private func files(_ harness: StoreHarness) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(harness.folder.path)/data/backups").sorted()
  }

  @Test func aBackupIsOneFileWithEverythingAndItsHash() throws {
    let harness = try StoreHarness()
    _ = try harness.committed(Sample.rows(500))
    let audit = AuditIntent(action: "operations.backup", actorID: 1)
    let backup = try backups(harness).create(Self.name, audit: audit, limit: .none)
    #expect(try files(harness) == ["a.db"])
    #expect(try harness.folder.mode(of: "data/backups/a.db") == 0o600)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(harness.folder.path)/data/backups/a.db"))
    #expect(backup.sizeBytes == Int64(bytes.count))
    var digest = ForeignDigest()
    bytes.withUnsafeBytes { digest.update($0) }
    #expect(backup.sha256 == digest.finish())
    let inspection = try BackupInspection(of: "\(harness.folder.path)/data/backups/a.db")
    #expect(inspection.schemaVersion == Migration.all.last?.version)
    #expect(inspection.counts.first { $0.what == "words" }?.rows == 500)
    #expect(audit.isUsed)
    #expect(try harness.number("SELECT count(*) FROM audit_logs WHERE action = 'operations.backup'") == 1)
    #expect(try backups(harness).list(limit: .none).map(\.name.text) == ["a.db"])
  }

  @Test func aNameIsUsedOnceAndFreeAfterADelete() throws {
    let harness = try StoreHarness()
    let folder = backups(harness)
    #expect(try folder.list(limit: .none).isEmpty)
    #expect(throws: StoreError.notFound("backup")) { try folder.delete(Self.name, audit: nil, limit: .none) }
    let first = try folder.create(Self.name, audit: nil, limit: .none)
    _ = try harness.committed(Sample.rows(2_000))
    let audit = AuditIntent(action: "operations.backup", actorID: 1)
    #expect(throws: StoreError.duplicate("backup")) { try folder.create(Self.name, audit: audit, limit: .none) }
    #expect(!audit.isUsed)
    #expect(try folder.list(limit: .none).map(\.sizeBytes) == [first.sizeBytes])
    try folder.delete(Self.name, audit: nil, limit: .none)
    #expect(try files(harness).isEmpty)
    #expect(try folder.create(Self.name, audit: nil, limit: .none).sizeBytes > first.sizeBytes)
  }

  @Test(arguments: 0..<12)
  func aBackupThatIsGivenUpLeavesNothing(_ questions: Int) throws {
    let harness = try StoreHarness()
    _ = try harness.committed(Sample.rows(20_000))
    let left = Mutex(questions)
    let limit = WorkLimit {
      left.withLock {
        $0 -= 1
        return $0 < 0 ? .deadlineExceeded : nil
      }
    }
    #expect(throws: StoreError.interrupted(.deadlineExceeded)) {
      try backups(harness).create(Self.name, audit: nil, limit: limit)
    }
    #expect((try? files(harness)) ?? [] == [])
    #expect(try harness.busyStatements() == [])
  }

  @Test func othersWriteDuringABackupAndItIsOfOneMoment() throws {
    let harness = try StoreHarness()
    _ = try harness.committed(Sample.rows(20_000))
    let wrote = Mutex(0)
    // Asked between two pieces of the copy: a write that had to wait for the backup would wait for itself.
    let limit = WorkLimit {
      wrote.withLock { count in
        if count < 3 {
          count += 1
          do { _ = try harness.addLesson("Meanwhile \(count)") } catch { Issue.record(error) }
        }
      }
      return nil
    }
    _ = try backups(harness).create(Self.name, audit: nil, limit: limit)
    #expect(wrote.withLock { $0 } == 3)
    #expect(try harness.number("SELECT count(*) FROM lessons") == 4)
    let inspection = try BackupInspection(of: "\(harness.folder.path)/data/backups/a.db")
    #expect(inspection.counts.first { $0.what == "words" }?.rows == 20_000)
    #expect((inspection.counts.first { $0.what == "lessons" }?.rows ?? 4) < 4)
  }

  @Test func whatACrashLeftIsRemovedAndBackupsStay() throws {
    let harness = try StoreHarness()
    let folder = backups(harness)
    _ = try folder.create(Self.name, audit: nil, limit: .none)
    for name in [".7.unfinished", ".7.unfinished-journal"] {
      try Data([1]).write(to: URL(fileURLWithPath: "\(harness.folder.path)/data/backups/\(name)"))
    }
    #expect(try folder.list(limit: .none).count == 1)
    try folder.removeUnfinished()
    #expect(try files(harness) == ["a.db"])
  }

  /// On a disk of 1 MiB.
  @Test(.enabled(if: SmallDisk.canBeMade)) func aFullDiskIsToldAndNothingIsLeft() throws {
    let disk = try SmallDisk()
    do {
      let harness = try StoreHarness(in: disk.folder)
      _ = try harness.committed(Sample.rows(1_500))
      // The database alone has more than half of the disk.
      #expect(throws: StoreError.full) {
        for number in 1...9 { _ = try backups(harness).create(BackupName("\(number).db")!, audit: nil, limit: .none) }
      }
      #expect(try files(harness).allSatisfy { !$0.hasPrefix(".") })
      #expect(try harness.texts("PRAGMA integrity_check") == ["ok"])
      try harness.store.close()
    }
  }
}
