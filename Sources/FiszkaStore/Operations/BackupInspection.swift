import FiszkaDomain
import Glibc

/// What a backup file holds, once it has passed every check.
package struct BackupInspection: Hashable, Sendable {
  /// How many rows of one kind.
  package struct Count: Hashable, Sendable {
    package let what: String
    package let rows: Int64
  }

  /// The newest migration that was run on it; a newer program brings it up when it serves.
  package let schemaVersion: Int64
  /// What is there, in a fixed order.
  package let counts: [Count]

  /// Checks that a file is a whole database of Fiszka's that this program can use: its form, every page and index, every
  /// reference, and the texts of its migrations. Changes nothing.
  package init(of path: String) throws(RestoreFailure) {
    do {
      let status = try FileDescriptor(path, O_RDONLY).status()
      guard status.st_mode & S_IFMT == S_IFREG else { throw RestoreFailure.file("\(path) is not a file") }
      let database = try BareDatabase(path, .readOnly)
      schemaVersion = try Self.schemaVersion(of: database, path)
      try Self.check(database, path)
      counts = try Self.counted.map { what, sql in
        Count(what: what, rows: Int64(try database.texts(sql).first ?? "") ?? 0)
      }
    } catch let failure as RestoreFailure {
      throw failure
    } catch let error as SystemError {
      throw .file(error.text)
    } catch StoreError.corrupt(let what) {
      throw .damaged(path: path, what)
    } catch {
      throw .file("\(path): \(error)")
    }
  }

  private static let counted = [
    ("accounts", "SELECT count(*) FROM users WHERE deleted_at IS NULL"),
    ("lessons", "SELECT count(*) FROM lessons WHERE NOT is_deleted"),
    ("words", "SELECT count(*) FROM lesson_items"),
    ("imports", "SELECT count(*) FROM imports"),
    ("answers", "SELECT count(*) FROM session_answers"),
    ("audit entries", "SELECT count(*) FROM audit_logs"),
  ]

  private static func schemaVersion(of database: borrowing BareDatabase, _ path: String) throws -> Int64 {
    if try database.texts("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'").isEmpty {
      throw RestoreFailure.notABackup(path: path)
    }
    let applied = try database.texts("SELECT version || ' ' || checksum FROM schema_migrations ORDER BY version")
    if applied.isEmpty { throw RestoreFailure.notABackup(path: path) }
    let known = Migration.all.map { "\($0.version) \($0.checksum)" }
    for (found, expected) in zip(applied, known) where found != expected {
      throw RestoreFailure.otherMigration(path: path, version: String(found.prefix { $0 != " " }))
    }
    if applied.count > known.count {
      throw RestoreFailure.newer(path: path, found: Int64(applied.count), known: Int64(known.count))
    }
    return Int64(applied.count)
  }

  private static func check(_ database: borrowing BareDatabase, _ path: String) throws {
    let problems = try database.texts("PRAGMA integrity_check(10)")
    if problems != ["ok"] { throw RestoreFailure.damaged(path: path, problems.joined(separator: "; ")) }
    let broken = try database.texts("PRAGMA foreign_key_check")
    if let table = broken.first {
      throw RestoreFailure.damaged(path: path, "\(broken.count) rows, the first in \(table), refer to rows that are gone")
    }
  }
}
