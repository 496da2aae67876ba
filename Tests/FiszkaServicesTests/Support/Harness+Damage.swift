import Foundation
import GRDB

@testable import FiszkaStore

extension Harness {
  /// A page of the database file that holds nothing but 0xFF.
  struct Damage {
    let file: FileHandle
    let offset: UInt64
    let content: Data

    /// Puts the page back.
    func repair() throws {
      try file.seek(toOffset: offset)
      try file.write(contentsOf: content)
      try file.close()
    }
  }

  /// Damages the first page of a table in the file, under the running server.
  func damage(_ table: String) throws -> Damage {
    let size = UInt64(try number("PRAGMA page_size"))
    let page = UInt64(try number("SELECT rootpage FROM sqlite_schema WHERE name = '\(table)'"))
    // No page may stand anywhere else: neither in the log nor in memory.
    try store.pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    store.pool.releaseMemory()
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: "\(folder)/fiszka.db"))
    let offset = (page - 1) * size
    try file.seek(toOffset: offset)
    let content = try file.read(upToCount: Int(size)) ?? Data()
    try file.seek(toOffset: offset)
    // No kind of page begins so.
    try file.write(contentsOf: Data(repeating: 0xFF, count: Int(size)))
    return Damage(file: file, offset: offset, content: content)
  }
}
