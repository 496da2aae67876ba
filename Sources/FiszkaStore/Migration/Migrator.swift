import FiszkaDomain

/// Moves a database between schema versions, one migration a transaction. For one thread, before the store is used.
///
/// The table `schema_migrations` remembers what was run and the checksum of its text. A shipped migration never changes.
package struct Migrator {
  private let store: Store
  private let known: [Migration]

  /// - Parameter store: opened with `StoreOptions.Schema.leave`, or else it is migrated up already.
  package init(_ store: Store) {
    self.init(store, known: Migration.all)
  }

  /// For tests, which bring migrations of their own.
  init(_ store: Store, known: [Migration]) {
    self.store = store
    self.known = known
  }

  /// Every migration that the program knows, in order.
  ///
  /// - Throws: `.newerDatabase`, `.alteredMigration`, `.store`.
  package func status() throws(OpenFailure) -> [MigrationStatus] {
    let applied = try applied()
    return known.map { migration in
      let entry = applied.first { $0.version == migration.version }
      return MigrationStatus(version: migration.version, name: migration.name, appliedAt: entry?.appliedAt)
    }
  }

  /// Runs the pending migrations up to `version`; nil: all.
  ///
  /// - Returns: the versions that were run, in that order.
  /// - Throws: what `status` throws; `.unknownVersion`; `.migrationFailed`.
  @discardableResult
  package func up(to version: Int64? = nil) throws(OpenFailure) -> [Int64] {
    let target = try checked(version ?? newest)
    let current = Int64(try applied().count)
    let pending = known.filter { $0.version > current && $0.version <= target }
    for migration in pending {
      try run(migration) { connection throws(StoreError) in
        try connection.run(script: migration.up)
        try connection.execute(
          MigrationQuery.insert,
          [
            .integer(migration.version), .text(migration.name), .text(migration.checksum), SQLValue(store.now()),
          ])
      }
    }
    return pending.map(\.version)
  }

  /// Takes migrations back, newest first, until `version` is the newest one left; nil: takes back one. Their data are lost.
  ///
  /// - Returns: the versions that were taken back, in that order; none when there was nothing to take back.
  /// - Throws: what `up` throws.
  package func down(to version: Int64? = nil) throws(OpenFailure) -> [Int64] {
    let current = Int64(try applied().count)
    let target = try checked(version ?? max(current - 1, 0))
    let undone = known.filter { $0.version > target && $0.version <= current }.reversed()
    for migration in undone {
      try run(migration) { connection throws(StoreError) in
        try connection.run(script: migration.down)
        try connection.execute(MigrationQuery.delete, [.integer(migration.version)])
      }
    }
    return undone.map(\.version)
  }

  private var newest: Int64 { known.last?.version ?? 0 }

  private func checked(_ version: Int64) throws(OpenFailure) -> Int64 {
    guard (0...newest).contains(version) else { throw .unknownVersion(version, known: newest) }
    return version
  }

  /// What the database says was run, in order; refuses what this program cannot know.
  private func applied() throws(OpenFailure) -> [Entry] {
    let entries: [Entry]
    do {
      entries = try store.transaction("", .none) { connection throws(StoreError) in
        try connection.execute(MigrationQuery.createTable)
        return try connection.all(MigrationQuery.list) { row throws(StoreError) in try Entry(row: &row) }
      }
    } catch {
      throw .store(error)
    }
    if let last = entries.last, last.version > newest { throw .newerDatabase(found: last.version, known: newest) }
    for (migration, entry) in zip(known, entries) where migration.version != entry.version || migration.checksum != entry.checksum
    {
      throw .alteredMigration(version: entry.version, name: entry.name)
    }
    return entries
  }

  private func run(
    _ migration: Migration, _ change: (Connection) throws(StoreError) -> Void
  ) throws(OpenFailure) {
    do {
      try store.transaction("", .none) { connection throws(StoreError) in
        try change(connection)
        let broken = try connection.all(MigrationQuery.brokenReferences) { row throws(StoreError) in try row.text() }
        if let table = broken.first { throw .constraint("rows of \(table) refer to rows that are gone") }
      }
    } catch {
      throw .migrationFailed(version: migration.version, error)
    }
  }

  private struct Entry {
    let version: Int64
    let name: String
    let checksum: String
    let appliedAt: Instant

    init(row: inout RowReader) throws(StoreError) {
      version = try row.integer()
      name = try row.text()
      checksum = try row.text()
      appliedAt = try row.instant()
    }
  }
}
