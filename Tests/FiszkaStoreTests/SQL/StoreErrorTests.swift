import FiszkaDomain
import GRDB
import GRDBSQLite
import Glibc
import Testing

@testable import FiszkaStore

struct StoreErrorTests {
  private static let known: [(Int32, Int32, StoreError)] = [
    (SQLITE_BUSY, 0, .busy),
    (extended(SQLITE_BUSY, 2), 0, .busy),
    (SQLITE_LOCKED, 0, .busy),
    (SQLITE_FULL, ENOSPC, .full),
    (extended(SQLITE_IOERR, 3), EDQUOT, .full),
    (extended(SQLITE_IOERR, 19), ENOSPC, .full),
    (extended(SQLITE_IOERR, 3), EFBIG, .full),
    (extended(SQLITE_IOERR, 1), EIO, .unavailable("m (SQLite 266, errno 5)")),
    (SQLITE_CANTOPEN, EMFILE, .unavailable("m (SQLite 14, errno 24)")),
    (SQLITE_READONLY, 0, .unavailable("m (SQLite 8, errno 0)")),
    (SQLITE_NOMEM, 0, .unavailable("m (SQLite 7, errno 0)")),
    (SQLITE_INTERRUPT, 0, .interrupted(.deadlineExceeded)),
    (extended(SQLITE_CORRUPT, 1), 0, .corrupt("m")),
    (SQLITE_NOTADB, 0, .corrupt("m")),
    (extended(SQLITE_CONSTRAINT, 3), 0, .constraint("m")),
    (extended(SQLITE_CONSTRAINT, 5), 0, .constraint("m")),
    (SQLITE_ERROR, 0, .misuse("m")),
    (SQLITE_MISUSE, 0, .misuse("m")),
    (SQLITE_RANGE, 0, .misuse("m")),
    (100_000, 0, .unavailable("m (SQLite 100000)")),
  ]

  private static func extended(_ code: Int32, _ kind: Int32) -> Int32 { code | kind << 8 }

  @Test(arguments: known)
  func everyResultCodeHasItsError(code: Int32, systemError: Int32, error: StoreError) {
    #expect(
      StoreError(sqliteCode: code, message: "m", systemError: systemError, interruption: .deadlineExceeded) == error)
  }

  @Test func anInterruptWithoutAReasonIsACancellation() {
    #expect(StoreError(sqliteCode: SQLITE_INTERRUPT, message: "m") == .interrupted(.cancelled))
  }

  @Test func aTakenValueNamesItsColumns() throws {
    let harness = try StoreHarness()
    _ = try harness.addUser("Ola")
    #expect(throws: StoreError.duplicate("users.email_key")) { try harness.addUser("Ola") }
    #expect(throws: StoreError.duplicate("users.id")) {
      try harness.run("INSERT INTO users (id, email, email_key, nickname, role, created_at) VALUES (1, '', '', '', 'user', 0)")
    }
  }

  @Test func aReferenceToNothingIsAConstraint() throws {
    let harness = try StoreHarness()
    #expect(throws: StoreError.constraint("FOREIGN KEY constraint failed")) { try harness.addLesson("Nobody's", owner: 99) }
    #expect(try harness.number("SELECT count(*) FROM lessons") == 0)
  }

  @Test func errorsThatPassThroughGRDBKeepWhatTheyAre() {
    #expect(StoreError(grdb: StoreError.changed) == .changed)
    #expect(StoreError(grdb: DatabaseError(resultCode: .SQLITE_FULL)) == .full)
    #expect(StoreError(grdb: CancellationError()) == .unavailable("CancellationError"))
  }
}
