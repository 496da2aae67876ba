package import FiszkaDomain
import GRDB
import Glibc

/// Sizes that an operator watches.
package struct StoreGauges: Hashable, Sendable {
  /// Bytes of the database file.
  package let databaseBytes: Int64
  /// Bytes of its write-ahead log; 0: there is none.
  package let logBytes: Int64
  /// Bytes that the file system of the data folder has left for this user.
  package let freeBytes: Int64
  /// Writes that wait for their turn.
  package let waitingWrites: Int
}

extension Store {
  /// As they are now; asks the file system, never the database.
  package func gauges() -> StoreGauges {
    var space = statvfs()
    let isKnown = statvfs(folder.path, &space) == 0
    return StoreGauges(
      databaseBytes: Self.size(of: folder.database), logBytes: Self.size(of: folder.database + "-wal"),
      freeBytes: isKnown ? Int64(space.f_bavail) * Int64(space.f_frsize) : 0, waitingWrites: gate.waitingCount)
  }

  private static func size(of path: String) -> Int64 {
    var status = stat()
    return stat(path, &status) == 0 ? Int64(status.st_size) : 0
  }

  /// Reads every page anew and lets SQLite check it. Takes as long as reading the file; others go on meanwhile.
  ///
  /// - Throws: `.corrupt` when something is wrong.
  package func verify(limit: WorkLimit) throws(StoreError) {
    try checkOpen()
    // Pages that are remembered may be those that could not be read.
    pool.releaseMemory()
    let problems = try read(limit) { connection throws(StoreError) in
      try connection.all(Self.quickCheck) { row throws(StoreError) in try row.text() }
    }
    if problems != ["ok"] { throw .corrupt(problems.joined()) }
  }

  private static let quickCheck = Query("PRAGMA quick_check(1)")
}
