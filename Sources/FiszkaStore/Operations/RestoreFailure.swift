/// Why a backup is not restored. The data folder is as it was.
package enum RestoreFailure: Error, Hashable, Sendable {
  /// A file or folder cannot be used; with the system's reason.
  case file(String)
  /// The file is no database of Fiszka's.
  case notABackup(path: String)
  /// A page, an index or a reference is broken.
  case damaged(path: String, String)
  /// The file has migrations that this program does not know.
  case newer(path: String, found: Int64, known: Int64)
  /// The file was made by a migration that has another text in this program.
  case otherMigration(path: String, version: String)
  /// A write-ahead log lies beside the file: it is a live database, and part of it is in the log.
  case live(path: String)
  /// A server uses the data folder.
  case locked(folder: String)
  /// The data folder has a database already.
  case occupied(folder: String)

  /// One or two English sentences: what is wrong and what to do.
  package var message: String {
    switch self {
    case .file(let reason):
      "The restore cannot be done: \(reason)."
    case .notABackup(let path):
      "\(path) is not a backup of Fiszka's: it has none of its migrations."
    case .damaged(let path, let what):
      "\(path) is damaged: \(what). Use another backup."
    case .newer(let path, let found, let known):
      "\(path) has schema version \(found), but this program knows only versions up to \(known): use the newer program."
    case .otherMigration(let path, let version):
      "\(path) was made by another text of migration \(version) than this program has: use the program that made it."
    case .live(let path):
      "\(path) is a database in use, with a log beside it: make a backup of it with rpc-cli backup and restore that."
    case .locked(let folder):
      "The data folder \(folder) is in use: stop the server first."
    case .occupied(let folder):
      "The data folder \(folder) has a database: with --force it is kept aside and replaced."
    }
  }
}
