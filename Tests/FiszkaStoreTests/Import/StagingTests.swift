import FiszkaDomain
import Testing

@testable import FiszkaStore

struct StagingTests {
  private let harness: StoreHarness
  private var imports: SQLiteImportRepository { harness.imports }

  init() throws {
    harness = try StoreHarness()
  }

  @Test func rowsComeBackAsTheyWereStaged() throws {
    var broken = ForeignRow(number: 2, lineNumber: 4)
    broken.english = "nul \0 byte"
    broken.error = RowProblem(.quoteNotClosed, message: "The quote is not closed.")
    broken.warnings = [RowProblem(.textAfterQuote, field: .polish, message: "Text: after\nthe quote.")]
    let rows = [
      Sample.row(1, "Cat", "Kot", example: "A cat.", tags: "pets; Furry, a1", hint: "kæt"), RowValidator.validate(broken),
      Sample.row(3, "łódź"), Sample.row(4, "", "pies"),
    ]
    let item = try harness.staged(rows)
    let found = try imports.rows(of: item.id, .all, page: PageRequest(), limit: .none)
    #expect(found.next == nil)
    #expect(found.items.allSatisfy { !$0.isCorrected && $0.processedAt == nil })
    #expect(found.items.map(\.row.english) == ["Cat", "nul \0 byte", "łódź", ""])
    #expect([0, 2, 3].allSatisfy { found.items[$0].row == rows[$0] })
    #expect(found.items[1].row.error == broken.error)
    #expect(found.items[1].row.warnings.map(\.message) == ["Text: after the quote."])
    #expect(found.items[1].row.lineNumber == 4)
  }

  @Test func finishingSetsWhatWasReadAndCounted() throws {
    let rows = [Sample.row(1, "cat", "kot"), Sample.row(2, "dog"), Sample.row(3, "", "pies"), Sample.row(4, "cow", "krowa")]
    let item = try harness.staged(rows)
    #expect(item.uploadComplete)
    #expect(item.status == .uploaded)
    #expect(item.digest == Sample.digest)
    #expect(item.reading == Sample.reading)
    #expect(item.counts == ImportCounts(total: 4, invalid: 1, warned: 1))
    #expect(try imports.find(item.id, limit: .none) == item)
  }

  @Test func aNewReadingDropsTheRowsAndCountsOfTheOneBefore() throws {
    let rows = Sample.rows(3)
    let previewed = try imports.setStatus(.previewed, of: harness.staged(rows), audit: nil, limit: .none)
    let settings = ImportSettings(delimiter: .tab)
    let started = try imports.beginStaging(settings, of: previewed, limit: .none)
    #expect(started.status == .uploaded)
    #expect(!started.uploadComplete)
    #expect(started.reading == nil)
    #expect(started.digest == Sample.digest)
    #expect(started.counts == ImportCounts())
    #expect(started.origin.settings == settings)
    #expect(try imports.rows(of: started.id, .all, page: PageRequest(), limit: .none).items.isEmpty)
    try imports.stage([rows[0]], of: started, limit: .none)
    #expect(try harness.finish(started, [rows[0]]).counts.total == 1)
  }

  @Test func aReadingStartedAnewLeavesNothingToTheOneItOvertook() throws {
    let first = try imports.beginStaging(.init(), of: harness.create(), limit: .none)
    try imports.stage(Sample.rows(5), of: first, limit: .none)
    let second = try imports.beginStaging(.init(), of: first, limit: .none)
    #expect(throws: StoreError.changed) { try imports.stage([Sample.row(6, "six")], of: first, limit: .none) }
    #expect(throws: StoreError.changed) { try harness.finish(first, Sample.rows(5)) }
    try imports.stage(Sample.rows(2), of: second, limit: .none)
    #expect(try harness.finish(second, Sample.rows(2)).counts.total == 2)
  }

  @Test func moreRowsThanABatchAreAllStagedInOrder() throws {
    let batch = Int64(SQLiteImportRepository.batch)
    let rows = Sample.rows(batch * 2 + 7)
    let item = try harness.staged(rows)
    #expect(item.counts.total == batch * 2 + 7)
    let last = try imports.rows(
      of: item.id, .all, page: PageRequest(after: PageCursor(lastKey: batch * 2 - 2)), limit: .none)
    #expect(last.items.map(\.row) == Array(rows.suffix(9)))
  }

  @Test func countsThatAreNotThoseOfTheRowsAreRefused() throws {
    let item = try imports.beginStaging(.init(), of: harness.create(), limit: .none)
    try imports.stage(Sample.rows(3), of: item, limit: .none)
    #expect(throws: StoreError.self) { try harness.finish(item, Sample.rows(4)) }
    #expect(try !imports.find(item.id, limit: .none).uploadComplete)
  }

  @Test func aNumberStagedTwiceIsRefused() throws {
    let item = try imports.beginStaging(.init(), of: harness.create(), limit: .none)
    try imports.stage([Sample.row(1, "cat")], of: item, limit: .none)
    #expect(throws: StoreError.duplicate("import_rows.import_id, import_rows.row_number")) {
      try imports.stage([Sample.row(2, "dog"), Sample.row(1, "cow")], of: item, limit: .none)
    }
    #expect(try harness.number("SELECT count(*) FROM import_rows") == 1)
  }

  @Test func selectionsAndPagesOfRows() throws {
    let rows = (1...30).map { number -> ImportRow in
      switch number % 3 {
      case 0: Sample.row(number, "")
      case 1: Sample.row(number, "word \(number)")
      default: Sample.row(number, "word \(number)", "słowo \(number)")
      }
    }
    let item = try harness.staged(rows)
    func numbers(_ selection: StagedRowSelection, _ limit: Int, after: Int64?) throws -> [Int64] {
      let cursor = after.map(PageCursor.init(lastKey:))
      return try imports.rows(of: item.id, selection, page: PageRequest(limit: limit, after: cursor), limit: .none)
        .items.map(\.row.number)
    }
    #expect(try numbers(.all, 4, after: nil) == [1, 2, 3, 4])
    #expect(try numbers(.all, 4, after: 28) == [29, 30])
    #expect(try numbers(.invalid, 3, after: nil) == [3, 6, 9])
    #expect(try numbers(.invalid, 30, after: 9) == [12, 15, 18, 21, 24, 27, 30])
    #expect(try numbers(.withProblems, 5, after: 3) == [4, 6, 7, 9, 10])
    #expect(try imports.rows(of: item.id, numbers: [30, 2, 2, 31, -1], limit: .none).map(\.row.number) == [2, 30])
    let page = try imports.rows(of: item.id, .invalid, page: PageRequest(limit: 10), limit: .none)
    #expect(page.items.count == 10 && page.next == nil)
  }
}
