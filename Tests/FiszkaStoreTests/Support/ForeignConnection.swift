import GRDBSQLite

/// A connection of another program to the database, such as the `sqlite3` shell's.
final class ForeignConnection {
  struct Failure: Error {
    let code: Int32
  }

  private var handle: OpaquePointer?

  init(_ path: String) throws {
    let code = sqlite3_open_v2(path, &handle, SQLITE_OPEN_READWRITE, nil)
    if code != SQLITE_OK { throw Failure(code: code) }
  }

  deinit {
    sqlite3_close(handle)
  }

  func run(_ sql: String) throws {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    if code != SQLITE_OK { throw Failure(code: code) }
  }
}
