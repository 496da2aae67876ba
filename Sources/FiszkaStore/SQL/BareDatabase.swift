import FiszkaDomain
import GRDBSQLite

/// One SQLite connection to a file that is not the store's: a backup that is made or looked at. For one thread.
struct BareDatabase: ~Copyable {
  enum Access {
    /// The file must be there.
    case write
    /// Never changes the file or anything beside it. What a write-ahead log beside it holds is not seen.
    case readOnly
  }

  let handle: OpaquePointer

  init(_ path: String, _ access: Access) throws(StoreError) {
    handle = try Self.open(path, access)
  }

  private static func open(_ path: String, _ access: Access) throws(StoreError) -> OpaquePointer {
    let flags =
      switch access {
      case .write: SQLITE_OPEN_READWRITE
      case .readOnly: SQLITE_OPEN_READONLY | SQLITE_OPEN_URI
      }
    var opened: OpaquePointer?
    let name = access == .readOnly ? "file:\(escaped(path))?immutable=1" : path
    let code = sqlite3_open_v2(name, &opened, flags | SQLITE_OPEN_NOMUTEX, nil)
    guard let opened else { throw .unavailable("SQLite has no memory for a connection") }
    if code != SQLITE_OK {
      defer { sqlite3_close_v2(opened) }
      throw StoreError(
        sqliteCode: code, message: String(cString: sqlite3_errmsg(opened)), systemError: sqlite3_system_errno(opened))
    }
    sqlite3_extended_result_codes(opened, 1)
    return opened
  }

  deinit {
    sqlite3_close_v2(handle)
  }

  /// Runs statements without results.
  func run(_ sql: String) throws(StoreError) {
    try check(sqlite3_exec(handle, sql, nil, nil, nil))
  }

  /// The first column of every row as text; nil for NULL. Bound the query: all rows are kept.
  func texts(_ sql: String, limit: WorkLimit = .none) throws(StoreError) -> [String] {
    var statement: OpaquePointer?
    try check(sqlite3_prepare_v2(handle, sql, -1, &statement, nil))
    defer { sqlite3_finalize(statement) }
    var limit = limit
    var texts: [String] = []
    let code = withUnsafeMutablePointer(to: &limit) { pointer in
      // The handler lives no longer than the pointer.
      sqlite3_progress_handler(
        handle, 4_000, { $0!.assumingMemoryBound(to: WorkLimit.self).pointee.interruption == nil ? 0 : 1 }, pointer)
      defer { sqlite3_progress_handler(handle, 0, nil, nil) }
      var code = sqlite3_step(statement)
      while code == SQLITE_ROW {
        texts.append(sqlite3_column_text(statement, 0).map { String(cString: $0) } ?? "")
        code = sqlite3_step(statement)
      }
      return code
    }
    if code != SQLITE_DONE { throw failure(code, limit) }
    return texts
  }

  func check(_ code: Int32) throws(StoreError) {
    if code != SQLITE_OK { throw failure(code) }
  }

  func failure(_ code: Int32, _ limit: WorkLimit = .none) -> StoreError {
    StoreError(
      sqliteCode: code, message: String(cString: sqlite3_errmsg(handle)), systemError: sqlite3_system_errno(handle),
      interruption: limit.interruption)
  }

  /// The path inside a URI.
  private static func escaped(_ path: String) -> String {
    path.utf8.reduce(into: "") { text, byte in
      switch byte {
      case UInt8(ascii: "%"), UInt8(ascii: "?"), UInt8(ascii: "#"), 0x80...: text += "%" + hexadecimal(byte)
      default: text.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
