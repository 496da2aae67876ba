import FiszkaDomain
import GRDB
import GRDBSQLite

extension Store {
  static func openPool(_ path: String, options: StoreOptions) throws(StoreError) -> DatabasePool {
    var configuration = Configuration()
    configuration.maximumReaderCount = options.readers
    configuration.foreignKeysEnabled = true
    configuration.prepareDatabase { database in
      let isReader = database.configuration.readonly
      try database.execute(
        sql: """
          PRAGMA secure_delete = ON;
          PRAGMA cell_size_check = ON;
          PRAGMA trusted_schema = OFF;
          PRAGMA cache_size = -\(isReader ? options.readerCacheKiB : options.writerCacheKiB);
          PRAGMA journal_size_limit = \(journalSizeLimit);
          """)
      // GRDB gives readers another timeout than writers.
      sqlite3_busy_timeout(database.sqliteConnection, milliseconds(options.busyTimeout))
    }
    do {
      let pool = try DatabasePool(path: path, configuration: configuration)
      // Only now: GRDB sets NORMAL when it turns WAL on, and then a power cut could take back what was acknowledged.
      try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
      return pool
    } catch {
      throw StoreError(grdb: error)
    }
  }

  /// To how many bytes SQLite cuts the write-ahead log back after a large commit.
  private static let journalSizeLimit = 16 << 20

  private static func milliseconds(_ duration: Duration) -> Int32 {
    let parts = duration.components
    return Int32(clamping: parts.seconds * 1_000 + parts.attoseconds / 1_000_000_000_000_000)
  }
}
