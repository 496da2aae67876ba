import FiszkaDomain
import Foundation
import Testing

@testable import FiszkaStore

struct MigratorTests {
  private let harness: StoreHarness

  init() throws {
    harness = try StoreHarness { $0.schema = .leave }
  }

  @Test func upOnAnEmptyFolderRunsEverythingOnceAndSaysWhen() throws {
    let migrator = Migrator(harness.store)
    #expect(try migrator.status().allSatisfy { $0.appliedAt == nil })
    #expect(try migrator.up() == Migration.all.map(\.version))
    #expect(try migrator.status().allSatisfy { $0.appliedAt == harness.now })
    #expect(try migrator.status().map(\.name) == Migration.all.map(\.name))
    #expect(try migrator.up() == [])
  }

  @Test func downAndUpAgainGiveTheSameSchema() throws {
    let migrator = Migrator(harness.store)
    let empty = try SchemaDump.text(of: harness.store)
    try migrator.up()
    let full = try SchemaDump.text(of: harness.store)
    #expect(try migrator.down(to: 0) == Migration.all.map(\.version).reversed())
    #expect(try SchemaDump.text(of: harness.store) == empty)
    #expect(try migrator.down() == [])
    try migrator.up()
    #expect(try SchemaDump.text(of: harness.store) == full)
  }

  @Test func upAndDownGoStepByStepToTheVersionAskedFor() throws {
    let migrator = Migrator(harness.store, known: [fruit, vegetable])
    #expect(try migrator.up(to: 1) == [1])
    #expect(try migrator.status().map { $0.appliedAt != nil } == [true, false])
    #expect(try migrator.up() == [2])
    #expect(try migrator.down() == [2])
    #expect(try migrator.down(to: 1) == [])
    #expect(try tables() == ["fruit"])
  }

  @Test func aMigrationThatFailsHalfwayLeavesNothing() throws {
    let broken = Migration(
      version: 2, name: "broken", checksum: "x", up: "CREATE TABLE half (id INTEGER); CREATE TABLE half (id INTEGER);", down: "")
    let migrator = Migrator(harness.store, known: [fruit, broken])
    #expect(throws: OpenFailure.migrationFailed(version: 2, .misuse("table half already exists"))) { try migrator.up() }
    #expect(try tables() == ["fruit"])
    #expect(try migrator.status().map { $0.appliedAt != nil } == [true, false])
  }

  @Test func aMigrationThatLeavesADanglingReferenceIsRefused() throws {
    let dangling = Migration(
      version: 2, name: "dangling", checksum: "x",
      up: """
        CREATE TABLE bowl (id INTEGER PRIMARY KEY, fruit_id BIGINT REFERENCES fruit (id) DEFERRABLE INITIALLY DEFERRED);
        INSERT INTO bowl VALUES (1, 5);
        """, down: "")
    let failure = OpenFailure.migrationFailed(version: 2, .constraint("rows of bowl refer to rows that are gone"))
    #expect(throws: failure) { try Migrator(harness.store, known: [fruit, dangling]).up() }
    #expect(try tables() == ["fruit"])
  }

  @Test func aDatabaseNewerThanTheProgramIsRefusedEverywhere() throws {
    try Migrator(harness.store, known: [fruit, vegetable]).up()
    let older = Migrator(harness.store, known: [fruit])
    let failure = OpenFailure.newerDatabase(found: 2, known: 1)
    #expect(throws: failure) { try older.status() }
    #expect(throws: failure) { try older.up() }
    #expect(throws: failure) { try older.down() }
    #expect(try tables() == ["fruit", "vegetable"])
  }

  @Test(arguments: [StoreOptions.Schema.upgrade, .leave])
  func openingADatabaseNewerThanTheProgramIsRefused(schema: StoreOptions.Schema) throws {
    try Migrator(harness.store).up()
    try harness.run("INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (99, 'next', 'x', 0)")
    try harness.store.close()
    #expect(throws: OpenFailure.newerDatabase(found: 99, known: Int64(Migration.all.count))) {
      try StoreHarness(in: harness.folder) { $0.schema = schema }
    }
  }

  @Test func aShippedMigrationWithAnotherTextIsRefused() throws {
    try Migrator(harness.store, known: [fruit]).up()
    let altered = Migration(version: 1, name: "fruit", checksum: "other", up: fruit.up, down: fruit.down)
    #expect(throws: OpenFailure.alteredMigration(version: 1, name: "fruit")) {
      try Migrator(harness.store, known: [altered, vegetable]).up()
    }
    #expect(try tables() == ["fruit"])
  }

  @Test(arguments: [-1, 3] as [Int64])
  func aVersionThatIsNotThereIsRefused(version: Int64) throws {
    let migrator = Migrator(harness.store, known: [fruit, vegetable])
    #expect(throws: OpenFailure.unknownVersion(version, known: 2)) { try migrator.up(to: version) }
    #expect(throws: OpenFailure.unknownVersion(version, known: 2)) { try migrator.down(to: version) }
  }

  @Test func theProgramHasTheTextsOfTheRepository() throws {
    let folder = Repository.root + "/db/migrations"
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(files.count == Migration.all.count * 2)
    for migration in Migration.all {
      let stem = "\(folder)/\(String(repeating: "0", count: 4 - "\(migration.version)".count))\(migration.version)_\(migration.name)"
      #expect(try String(contentsOfFile: "\(stem).up.sql", encoding: .utf8) == migration.up + "\n")
      #expect(try String(contentsOfFile: "\(stem).down.sql", encoding: .utf8) == migration.down + "\n")
    }
  }

  private let fruit = Migration(
    version: 1, name: "fruit", checksum: "f", up: "CREATE TABLE fruit (id INTEGER PRIMARY KEY)", down: "DROP TABLE fruit")
  private let vegetable = Migration(
    version: 2, name: "vegetable", checksum: "v", up: "CREATE TABLE vegetable (id INTEGER PRIMARY KEY)",
    down: "DROP TABLE vegetable")

  private func tables() throws -> [String] {
    try harness.texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'schema_migrations' ORDER BY name")
  }
}
