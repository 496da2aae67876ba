import FiszkaDomain
import Testing

@testable import FiszkaStore

struct RowReaderTests {
  private let harness: StoreHarness

  init() throws {
    harness = try StoreHarness()
  }

  @Test func valuesComeBackAsTheyWereBound() throws {
    let values: [SQLValue] = [
      .integer(.min), .text("a\0b ł\u{1F600}"), .text(""), .bytes([0, 255]), .bytes([]), .null, SQLValue(true),
    ]
    try read("SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7", values) { row throws(StoreError) in
      #expect(try row.integer() == .min)
      #expect(try row.text() == "a\0b ł\u{1F600}")
      #expect(try row.optionalText() == "")
      #expect(try row.optionalBytes() == [0, 255])
      #expect(try row.optionalBytes() == [])
      #expect(try row.optionalInteger() == nil)
      #expect(try row.bool())
    }
  }

  @Test func nullIsNoValueOfAColumnThatMustHaveOne() throws {
    try expectCorrupt("SELECT NULL AS a") { row throws(StoreError) in _ = try row.integer() }
    try expectCorrupt("SELECT NULL AS a") { row throws(StoreError) in _ = try row.text() }
    try expectCorrupt("SELECT NULL AS a") { row throws(StoreError) in _ = try row.bool() }
    try expectCorrupt("SELECT NULL AS a") { row throws(StoreError) in _ = try row.instant() }
  }

  @Test func nothingIsConverted() throws {
    try expectCorrupt("SELECT '1' AS a") { row throws(StoreError) in _ = try row.integer() }
    try expectCorrupt("SELECT 1.0 AS a") { row throws(StoreError) in _ = try row.optionalInteger() }
    try expectCorrupt("SELECT 1 AS a") { row throws(StoreError) in _ = try row.text() }
    try expectCorrupt("SELECT x'41' AS a") { row throws(StoreError) in _ = try row.optionalText() }
    try expectCorrupt("SELECT 'A' AS a") { row throws(StoreError) in _ = try row.optionalBytes() }
    try expectCorrupt("SELECT 2 AS a") { row throws(StoreError) in _ = try row.bool() }
    try expectCorrupt("SELECT 'lost' AS a") { row throws(StoreError) in _ = try row.value(ImportStatus.self) }
  }

  @Test func textThatIsNotUTF8IsCorrupt() throws {
    try expectCorrupt("SELECT CAST(x'C5' AS TEXT) AS a") { row throws(StoreError) in _ = try row.text() }
  }

  @Test func aDamagedRecordIsCorruptAndNotAnImport() throws {
    let item = try harness.create()
    try harness.run("UPDATE imports SET reading_options = '{' WHERE id = ?1", [.integer(item.id)])
    #expect(throws: StoreError.corrupt("a stored ImportSettings cannot be read")) {
      try harness.imports.find(item.id, limit: .none)
    }
    try harness.run("UPDATE imports SET reading_options = 7.5 WHERE id = ?1", [.integer(item.id)])
    #expect(throws: StoreError.self) { try harness.imports.find(item.id, limit: .none) }
  }

  private func read(
    _ sql: StaticString, _ values: [SQLValue] = [], _ body: (inout RowReader) throws(StoreError) -> Void
  ) throws {
    try harness.store.read(.none) { connection throws(StoreError) in
      _ = try connection.first(Query(sql), values, body)
    }
  }

  private func expectCorrupt(
    _ sql: StaticString, _ body: (inout RowReader) throws(StoreError) -> Void
  ) throws {
    #expect(throws: StoreError.corrupt("column a holds a value that it cannot have")) { try read(sql, [], body) }
  }
}
