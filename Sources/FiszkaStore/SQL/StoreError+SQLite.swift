import FiszkaDomain
import GRDB
import GRDBSQLite
import Glibc

/// The one place where SQLite's result codes become the store's errors.
extension StoreError {
  /// - Parameters:
  ///   - code: an extended result code, not OK, ROW or DONE.
  ///   - message: SQLite's text: names tables and columns, never values.
  ///   - systemError: `errno` of the failed system call; 0: none.
  ///   - interruption: why the work limit stopped the statement; nil: it did not.
  init(sqliteCode code: Int32, message: String, systemError: Int32 = 0, interruption: WorkInterruption? = nil) {
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED:
      self = .busy
    case SQLITE_FULL:
      self = .full
    case SQLITE_IOERR where [ENOSPC, EDQUOT, EFBIG].contains(systemError):
      // SQLite says "full" only where a page could not be written, not where a file could not grow.
      self = .full
    case SQLITE_INTERRUPT:
      self = .interrupted(interruption ?? .cancelled)
    case SQLITE_CONSTRAINT where Self.uniqueCodes.contains(code):
      self = .duplicate(Self.subject(of: message))
    case SQLITE_CONSTRAINT:
      self = .constraint(message)
    case SQLITE_CORRUPT, SQLITE_NOTADB:
      self = .corrupt(message)
    case SQLITE_ERROR, SQLITE_MISUSE, SQLITE_RANGE, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_AUTH:
      self = .misuse(message)
    case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY, SQLITE_PERM, SQLITE_NOMEM, SQLITE_PROTOCOL, SQLITE_ABORT,
      SQLITE_SCHEMA, SQLITE_NOLFS:
      self = .unavailable("\(message) (SQLite \(code), errno \(systemError))")
    default:
      self = .unavailable("\(message) (SQLite \(code))")
    }
  }

  /// What GRDB throws: an error of SQLite's, an error of ours that passed through, or one of GRDB's own.
  init(grdb error: any Error, interruption: WorkInterruption? = nil) {
    switch error {
    case let error as StoreError:
      self = error
    case let error as DatabaseError:
      self.init(
        sqliteCode: error.extendedResultCode.rawValue, message: error.message ?? "no message", interruption: interruption)
    default:
      self = .unavailable("\(type(of: error))")
    }
  }

  private static let uniqueCodes = [
    SQLITE_CONSTRAINT | (8 << 8),  // SQLITE_CONSTRAINT_UNIQUE
    SQLITE_CONSTRAINT | (6 << 8),  // SQLITE_CONSTRAINT_PRIMARYKEY
    SQLITE_CONSTRAINT | (10 << 8),  // SQLITE_CONSTRAINT_ROWID
  ]

  /// The columns that SQLite's message names behind its colon.
  private static func subject(of message: String) -> String {
    guard let colon = message.lastIndex(of: ":") else { return message }
    return String(message[message.index(after: colon)...].drop { $0 == " " })
  }
}
