import FiszkaDomain
import GRDBSQLite

/// Reads the columns of one row from left to right, in the order of the statement's column list.
///
/// Each throws `StoreError.corrupt` when the stored value is not what it must be: nothing is converted, and NULL is not zero.
/// (GRDB's own reading of text stops at the first NUL, and rows of a broken file may have one.)
struct RowReader {
  private let statement: OpaquePointer
  private var column: Int32 = 0

  init(_ statement: OpaquePointer) {
    self.statement = statement
  }

  mutating func integer() throws(StoreError) -> Int64 {
    let column = next()
    guard sqlite3_column_type(statement, column) == SQLITE_INTEGER else { throw corrupt(column) }
    return sqlite3_column_int64(statement, column)
  }

  mutating func optionalInteger() throws(StoreError) -> Int64? {
    isNull() ? nil : try integer()
  }

  /// 0 or 1.
  mutating func bool() throws(StoreError) -> Bool {
    switch try integer() {
    case 0: return false
    case 1: return true
    default: throw corrupt(column - 1)
    }
  }

  mutating func optionalBool() throws(StoreError) -> Bool? {
    isNull() ? nil : try bool()
  }

  mutating func instant() throws(StoreError) -> Instant {
    Instant(microseconds: try integer())
  }

  mutating func optionalInstant() throws(StoreError) -> Instant? {
    isNull() ? nil : try instant()
  }

  /// Valid UTF-8; may hold NULs.
  mutating func text() throws(StoreError) -> String {
    let column = next()
    guard sqlite3_column_type(statement, column) == SQLITE_TEXT, let start = sqlite3_column_text(statement, column) else {
      throw corrupt(column)
    }
    let utf8 = UnsafeBufferPointer(start: start, count: Int(sqlite3_column_bytes(statement, column)))
    guard let text = String(validating: utf8, as: UTF8.self) else { throw corrupt(column) }
    return text
  }

  /// A finite number as JSON writes it; nil for NULL.
  mutating func optionalNumber() throws(StoreError) -> String? {
    if isNull() { return nil }
    let column = next()
    switch sqlite3_column_type(statement, column) {
    case SQLITE_INTEGER: return "\(sqlite3_column_int64(statement, column))"
    case SQLITE_FLOAT:
      let number = sqlite3_column_double(statement, column)
      guard number.isFinite else { throw corrupt(column) }
      return "\(number)"
    default: throw corrupt(column)
    }
  }

  mutating func optionalText() throws(StoreError) -> String? {
    isNull() ? nil : try text()
  }

  mutating func optionalBytes() throws(StoreError) -> [UInt8]? {
    if isNull() { return nil }
    let column = next()
    guard sqlite3_column_type(statement, column) == SQLITE_BLOB else { throw corrupt(column) }
    let count = Int(sqlite3_column_bytes(statement, column))
    return [UInt8](UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, column), count: count))
  }

  /// One of the texts that are the type's raw values.
  mutating func value<Value: RawRepresentable<String>>(_ type: Value.Type) throws(StoreError) -> Value {
    guard let value = Value(rawValue: try text()) else { throw corrupt(column - 1) }
    return value
  }

  /// The error of a column already read whose value, or whose value beside others, cannot be.
  ///
  /// - Parameter back: how many columns ago; 1: the last one.
  func corrupt(back: Int32) -> StoreError {
    corrupt(column - back)
  }

  /// Goes on behind a NULL; stays before any other value.
  private mutating func isNull() -> Bool {
    guard sqlite3_column_type(statement, column) == SQLITE_NULL else { return false }
    column += 1
    return true
  }

  private mutating func next() -> Int32 {
    defer { column += 1 }
    return column
  }

  private func corrupt(_ column: Int32) -> StoreError {
    let name = sqlite3_column_name(statement, column).map { String(cString: $0) } ?? "number \(column)"
    return .corrupt("column \(name) holds a value that it cannot have")
  }
}
