import FiszkaDomain
import Foundation
import Testing

@testable import FiszkaStore

@Suite struct RestoreTests {
  /// A folder with the backup "b.db" of a store with 500 words and one unfinished upload; the store goes on.
  private func backedUp() throws -> (StoreHarness, backup: String) {
    let harness = try StoreHarness()
    _ = try harness.committed(Sample.rows(500))
    _ = try harness.imports.recordUpload(receivedBytes: 10, of: harness.create(), audit: nil, limit: .none)
    _ = try BackupFolder(harness.store, makeDigest: { ForeignDigest() }).create(
      BackupName("b.db")!, audit: nil, limit: .none)
    return (harness, "\(harness.folder.path)/data/backups/b.db")
  }

  private func open(_ folder: TemporaryFolder) throws -> StoreHarness { try StoreHarness(in: folder) }

  @Test func aBackupBecomesTheDatabaseOfANewFolder() throws {
    let (source, backup) = try backedUp()
    // The backup lies in its folder.
    defer { withExtendedLifetime(source) {} }
    let target = try TemporaryFolder()
    let restore = try Restore(backup, to: "\(target.path)/data", replacing: false)
    #expect(restore.kept == nil)
    let restored = try open(target)
    #expect(try restored.words(of: 1).count == 500)
    // Its bytes are not there, so it begins again.
    #expect(try restored.number("SELECT received_bytes FROM imports WHERE NOT upload_complete") == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(target.path)/data").sorted().contains("imports"))
    #expect(try target.mode(of: "data/fiszka.db") == 0o600)
  }

  @Test func whatWasThereIsKeptWithItsRawFilesAndOnlyReplacedWhenAsked() throws {
    let (source, backup) = try backedUp()
    // The backup lies in its folder.
    defer { withExtendedLifetime(source) {} }
    let target = try TemporaryFolder()
    var old = try open(target)
    _ = try old.addLesson("Old")
    try ImportFileFolder(old.store, makeDigest: { ForeignDigest() }).write([1], at: 0, ofImport: 7)
    let data = "\(target.path)/data"
    try Data("{}".utf8).write(to: URL(fileURLWithPath: "\(data)/exports/7.json"))
    #expect(throws: RestoreFailure.locked(folder: data)) { try Restore(backup, to: data, replacing: true) }
    try old.store.close()
    #expect(throws: RestoreFailure.occupied(folder: data)) { try Restore(backup, to: data, replacing: false) }
    #expect(try Restore(backup, to: data, replacing: true).kept == "\(data)/fiszka.db.before-restore")
    #expect(FileManager.default.fileExists(atPath: "\(data)/imports.before-restore/7"))
    // The same id could be another person's export in the backup.
    #expect(FileManager.default.fileExists(atPath: "\(data)/exports.before-restore/7.json"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(data)/exports") == [])
    #expect(try BackupInspection(of: "\(data)/fiszka.db.before-restore").counts.first { $0.what == "lessons" }?.rows == 1)
    #expect(try Restore(backup, to: data, replacing: true).kept == "\(data)/fiszka.db.before-restore-2")
    old = try open(target)
    #expect(try old.words(of: 1).count == 500)
    #expect(try FileManager.default.contentsOfDirectory(atPath: "\(data)/imports").isEmpty)
  }

  @Test func aDamagedOrForeignFileIsRefusedAndNothingIsTouched() throws {
    let (harness, backup) = try backedUp()
    let target = try TemporaryFolder()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: backup))
    let page = try harness.number("SELECT rootpage FROM sqlite_schema WHERE name = 'lesson_items'")
    var damaged = bytes
    damaged.replaceSubrange(Int(page - 1) * 4_096..<Int(page) * 4_096, with: Data(repeating: 0xFF, count: 4_096))
    let foreign: [(String, Data)] = [
      ("damaged", damaged), ("cut", bytes.prefix(bytes.count / 2)), ("text", Data("no database at all".utf8)), ("empty", Data()),
    ]
    for (name, content) in foreign {
      let file = "\(target.path)/\(name)"
      try content.write(to: URL(fileURLWithPath: file))
      let error = #expect(throws: RestoreFailure.self, "\(name)") {
        try Restore(file, to: "\(target.path)/data", replacing: false)
      }
      #expect(error?.message.contains(file) == true)
    }
    #expect(throws: RestoreFailure.self) { try BackupInspection(of: "\(target.path)/none") }
    #expect(throws: RestoreFailure.self) { try BackupInspection(of: target.path) }
    #expect(!FileManager.default.fileExists(atPath: "\(target.path)/data"))
  }

  @Test func otherSchemasBrokenReferencesAndLiveDatabasesAreRefused() throws {
    let (harness, backup) = try backedUp()
    let target = try TemporaryFolder()
    func changed(_ sql: String) throws -> String {
      let file = "\(target.path)/\(UUID().uuidString).db"
      try FileManager.default.copyItem(atPath: backup, toPath: file)
      try BareDatabase(file, .write).run(sql)
      return file
    }
    let known = Int64(Migration.all.count)
    let newer = try changed("INSERT INTO schema_migrations VALUES (\(known + 1), 'x', 'y', 0)")
    #expect(throws: RestoreFailure.newer(path: newer, found: known + 1, known: known)) { try BackupInspection(of: newer) }
    let altered = try changed("UPDATE schema_migrations SET checksum = 'x' WHERE version = 1")
    #expect(throws: RestoreFailure.otherMigration(path: altered, version: "1")) { try BackupInspection(of: altered) }
    let broken = try changed("PRAGMA foreign_keys = OFF; DELETE FROM lessons")
    #expect(throws: RestoreFailure.self) { try BackupInspection(of: broken) }
    let none = try changed("DROP TABLE schema_migrations")
    #expect(throws: RestoreFailure.notABackup(path: none)) { try BackupInspection(of: none) }
    let live = "\(harness.folder.path)/data/fiszka.db"
    #expect(throws: RestoreFailure.live(path: live)) { try Restore(live, to: "\(target.path)/data", replacing: false) }
  }
}
