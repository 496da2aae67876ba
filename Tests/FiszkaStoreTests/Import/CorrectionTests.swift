import FiszkaDomain
import Testing

@testable import FiszkaStore

struct CorrectionTests {
  private let harness: StoreHarness
  private var imports: SQLiteImportRepository { harness.imports }

  init() throws {
    harness = try StoreHarness()
  }

  @Test func correctedRowsTakeTheirPlacesAndAreCountedAnew() throws {
    let item = try harness.staged([
      Sample.row(1, "", "kot"), Sample.row(2, "dog"), Sample.row(3, "", "krowa"), Sample.row(4, "hen", "kura"),
    ])
    let failed = try imports.setStatus(.failed, of: item, audit: nil, limit: .none)
    let rows = [Sample.row(4, ""), Sample.row(1, "Cat", "kot", tags: "pets")]
    let corrected = try imports.correct(rows, status: .previewed, of: failed, audit: nil, limit: .none)
    #expect(corrected.status == .previewed)
    #expect(corrected.counts == ImportCounts(total: 4, invalid: 2, warned: 1, corrected: 2))
    let found = try imports.rows(of: item.id, .all, page: PageRequest(), limit: .none).items
    #expect(found.map(\.isCorrected) == [true, false, false, true])
    #expect(found[0].row == rows[1])
    #expect(found[3].row == rows[0])

    let again = try imports.correct(
      [Sample.row(1, "Cat", "kotek")], status: .previewed, of: corrected, audit: nil, limit: .none)
    #expect(again.counts == ImportCounts(total: 4, invalid: 2, warned: 1, corrected: 2))
  }

  @Test func theCommitTakesTheCorrectedKeys() throws {
    let item = try harness.staged([Sample.row(1, "cat", "kot"), Sample.row(2, "dgo", "pies"), Sample.row(3, "DOG", "pies")])
    let corrected = try imports.correct(
      [Sample.row(2, "dog", "pies")], status: .uploaded, of: item, audit: nil, limit: .none)
    let done = try imports.commit(
      to: .newLesson(title: "T"), at: harness.now, of: corrected, audit: nil, limit: .none)
    #expect(done.result?.inserted == 2)
    #expect(done.result?.duplicates == 1)
    #expect(try harness.words(of: 1) == ["cat", "dog"])
  }

  @Test func theCountsAreThoseOfTheRowsAfterEveryKindOfChange() throws {
    let kinds = [Sample.row(1, ""), Sample.row(1, "cat"), Sample.row(1, "cat", "kot")]
    for before in kinds {
      for after in kinds {
        let item = try harness.staged([before, Sample.row(2, "dog", "pies")])
        var expected = ImportCounts(corrected: 1)
        expected.add(after)
        expected.add(Sample.row(2, "dog", "pies"))
        #expect(try imports.correct([after], status: .previewed, of: item, audit: nil, limit: .none).counts == expected)
      }
    }
  }

  @Test func aRowCorrectedTwiceAtOnceIsAMisuse() throws {
    let item = try harness.staged(Sample.rows(2))
    #expect(throws: StoreError.misuse("a row is corrected twice at once")) {
      try imports.correct(
        [Sample.row(1, "dog"), Sample.row(1, "cow")], status: .previewed, of: item, audit: nil, limit: .none)
    }
  }

  @Test func aRowThatDoesNotExistChangesNone() throws {
    let item = try harness.staged(Sample.rows(2))
    #expect(throws: StoreError.notFound("import row")) {
      try imports.correct(
        [Sample.row(1, "dog", "pies"), Sample.row(3, "cow", "krowa")], status: .previewed, of: item, audit: nil,
        limit: .none)
    }
    #expect(try imports.find(item.id, limit: .none) == item)
    #expect(try imports.rows(of: item.id, numbers: [1], limit: .none).map(\.row.english) == ["word 1"])
  }
}
