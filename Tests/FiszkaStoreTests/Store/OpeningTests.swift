import FiszkaDomain
import Foundation
import GRDB
import Testing

@testable import FiszkaStore

struct OpeningTests {
  @Test func theFolderAndItsFilesAreTheOwnersAlone() throws {
    let harness = try StoreHarness()
    _ = try harness.create()
    #expect(try harness.folder.mode(of: "data") == 0o700)
    #expect(try harness.folder.mode(of: "data/imports") == 0o700)
    for file in ["fiszka.db", "fiszka.db-wal", "fiszka.db-shm"] {
      #expect(try harness.folder.mode(of: "data/\(file)") == 0o600, "\(file)")
    }
  }

  @Test func aDatabaseFileOpenToOthersIsClosedToThemAndAFolderKeepsItsMode() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: "\(folder.path)/data", withIntermediateDirectories: false)
    #expect(chmod("\(folder.path)/data", 0o750) == 0)
    #expect(FileManager.default.createFile(atPath: "\(folder.path)/data/fiszka.db", contents: nil))
    #expect(chmod("\(folder.path)/data/fiszka.db", 0o644) == 0)
    let harness = try StoreHarness(in: folder)
    _ = try harness.create()
    #expect(try folder.mode(of: "data") == 0o750)
    #expect(try folder.mode(of: "data/fiszka.db") == 0o600)
    #expect(try folder.mode(of: "data/fiszka.db-wal") == 0o600)
  }

  @Test func aSecondStoreOnTheFolderIsRefusedUntilTheFirstIsClosed() throws {
    let first = try StoreHarness()
    let path = "\(first.folder.path)/data"
    #expect(throws: OpenFailure.locked(folder: path)) { try StoreHarness(in: first.folder) }
    let item = try first.create()
    try first.store.close()
    let second = try StoreHarness(in: first.folder)
    #expect(try second.imports.find(item.id, limit: .none) == item)
  }

  @Test func aFolderThatCannotBeMadeIsAClearError() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: OpenFailure.self) { try Store("\(folder.path)/a/b", now: { Instant(microseconds: 0) }) }
    #expect(
      try error.unwrapped().message
        == "The data folder cannot be used: make \(folder.path)/a/b: No such file or directory.")
  }

  @Test func aDatabaseThatIsALinkIsNotFollowed() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: "\(folder.path)/data", withIntermediateDirectories: false)
    #expect(FileManager.default.createFile(atPath: "\(folder.path)/other", contents: nil))
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder.path)/data/fiszka.db", withDestinationPath: "\(folder.path)/other")
    #expect(throws: OpenFailure.self) { try StoreHarness(in: folder) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/other")).isEmpty)
  }

  @Test(arguments: [
    ("foreign_keys", 1), ("synchronous", 2), ("secure_delete", 1), ("busy_timeout", 5_000), ("cache_size", -16_384),
    ("trusted_schema", 0), ("cell_size_check", 1), ("journal_size_limit", 16 << 20),
  ])
  func theWritingConnectionIsSetUpAsDesigned(pragma: String, value: Int64) throws {
    let harness = try StoreHarness()
    let found = try harness.store.pool.writeWithoutTransaction {
      try Int64.fetchOne($0, sql: "PRAGMA \(pragma)")
    }
    #expect(found == value)
    #expect(try harness.texts("PRAGMA journal_mode") == ["wal"])
  }

  @Test(arguments: [
    ("busy_timeout", 1_500), ("cache_size", -512), ("trusted_schema", 0), ("cell_size_check", 1), ("secure_delete", 1),
  ])
  func readingConnectionsAreSetUpAsTheOptionsSay(pragma: String, value: Int64) throws {
    let harness = try StoreHarness {
      $0.busyTimeout = .milliseconds(1_500)
      $0.readerCacheKiB = 512
    }
    #expect(try harness.store.pool.read { try Int64.fetchOne($0, sql: "PRAGMA \(pragma)") } == value)
  }

  @Test func closingLeavesNoStatementBusyAndLaterCallsFail() throws {
    let harness = try StoreHarness()
    try Exercise.everything(harness)
    #expect(try harness.busyStatements() == [])
    try harness.store.close()
    let closed = StoreError.unavailable("the database is closed")
    #expect(throws: closed) { try harness.imports.find(1, limit: .none) }
    #expect(throws: closed) { try harness.create() }
    try harness.store.close()
    // All of it went from the log into the database, so another program could copy that one file.
    #expect(!FileManager.default.fileExists(atPath: "\(harness.folder.path)/data/fiszka.db-wal"))
  }
}
