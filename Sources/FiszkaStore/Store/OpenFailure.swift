package import FiszkaDomain

/// Why a store cannot be opened or migrated.
package enum OpenFailure: Error, Hashable, Sendable {
  /// The data folder, or a file in it, cannot be made or used; with the path and the system's reason.
  case folder(String)
  /// Another process, or another store of this one, uses the data folder.
  case locked(folder: String)
  /// The database has a migration that this program does not know.
  case newerDatabase(found: Int64, known: Int64)
  /// The database was made by a migration that has another text in this program.
  case alteredMigration(version: Int64, name: String)
  /// `migrate` was asked for a version that is not there.
  case unknownVersion(Int64, known: Int64)
  /// A migration failed and was rolled back; those before it, if any, are done.
  case migrationFailed(version: Int64, StoreError)
  /// Anything else that the database says.
  case store(StoreError)

  /// One English sentence or two, for the log and the command line: what is wrong and what to do.
  package var message: String {
    switch self {
    case .folder(let reason):
      "The data folder cannot be used: \(reason)."
    case .locked(let folder):
      "The data folder \(folder) is in use: stop the other server, or choose another folder."
    case .newerDatabase(let found, let known):
      """
      The database has schema version \(found), but this program knows only versions up to \(known): use the newer \
      program, or let it migrate the database down first.
      """
    case .alteredMigration(let version, let name):
      """
      The database was made by another text of migration \(version) (\(name)) than this program has: use the program \
      that made it, or restore a backup.
      """
    case .unknownVersion(let version, let known):
      "There is no schema version \(version): versions go from 0, an empty database, to \(known)."
    case .migrationFailed(let version, let error):
      "Migration \(version) failed and was rolled back: \(error)."
    case .store(let error):
      "The database cannot be opened: \(error)."
    }
  }
}
