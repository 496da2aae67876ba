import FiszkaDomain
import GRDBSQLite

/// A statement between its preparation and the reset that `Connection.prepared` does for it.
///
/// Parameters count from 1, as in SQLite.
struct PreparedStatement {
  let handle: OpaquePointer
  let connection: Connection

  /// Binds copies of the values to the parameters 1, 2, 3…
  func bind(_ values: [SQLValue]) throws(StoreError) {
    for (index, value) in values.enumerated() {
      try bind(value, at: Int32(index + 1))
    }
  }

  private func bind(_ value: SQLValue, at index: Int32) throws(StoreError) {
    // SQLITE_TRANSIENT, a macro that Swift cannot import: SQLite makes a copy.
    let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    switch value {
    case .null:
      try connection.check(sqlite3_bind_null(handle, index))
    case .integer(let number):
      try connection.check(sqlite3_bind_int64(handle, index, number))
    case .text(var text):
      let code = text.withUTF8 { utf8 in
        utf8.withMemoryRebound(to: CChar.self) {
          sqlite3_bind_text64(handle, index, $0.baseAddress ?? emptyText, UInt64($0.count), copied, UInt8(SQLITE_UTF8))
        }
      }
      try connection.check(code)
    case .bytes(let bytes):
      let code = bytes.withUnsafeBytes {
        $0.isEmpty
          ? sqlite3_bind_zeroblob(handle, index, 0)
          : sqlite3_bind_blob64(handle, index, $0.baseAddress, UInt64($0.count), copied)
      }
      try connection.check(code)
    }
  }

  func bind(_ number: Int64, at index: Int32) throws(StoreError) {
    try connection.check(sqlite3_bind_int64(handle, index, number))
  }

  /// Binds UTF-8 that is not copied: it must stay where it is until other values are bound or `prepared` returns.
  func bindUncopied(_ utf8: UnsafeBufferPointer<UInt8>, at index: Int32) throws(StoreError) {
    let code = utf8.withMemoryRebound(to: CChar.self) {
      sqlite3_bind_text64(handle, index, $0.baseAddress ?? emptyText, UInt64($0.count), nil, UInt8(SQLITE_UTF8))
    }
    try connection.check(code)
  }

  /// Goes to the next row; false at the end.
  func step() throws(StoreError) -> Bool {
    switch sqlite3_step(handle) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw connection.failure(code)
    }
  }

  /// Runs a statement that returns no rows and makes it ready for other values.
  func run() throws(StoreError) {
    while try step() {}
    sqlite3_reset(handle)
  }
}

/// What to bind for an empty string, whose own address may be null: SQLite would bind NULL.
private var emptyText: UnsafePointer<CChar> {
  let text: StaticString = ""
  return UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}
