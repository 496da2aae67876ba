import FiszkaDomain
import Testing

@testable import FiszkaStore

struct ImportRepositoryTests {
  private let harness: StoreHarness
  private var imports: SQLiteImportRepository { harness.imports }

  init() throws {
    harness = try StoreHarness()
  }

  @Test(arguments: [nil, .newLesson(title: "Zwierzęta"), .lesson(id: 7)] as [ImportTarget?])
  func aNewImportIsUploadedAndEmptyAndFoundAgain(target: ImportTarget?) throws {
    let settings = ImportSettings(
      format: .csv, encoding: .windows1250, delimiter: .dash, hasHeader: false,
      mapping: [.english: .index(2), .polish: .name("polski")])
    let new = NewImport(uploadedBy: 1, fileName: "słówka.csv", settings: settings, target: target)
    let item = try imports.create(new, at: harness.now, audit: nil, limit: .none)
    let expected = Import(
      id: 1, revision: 1, origin: new, createdAt: harness.now, status: .uploaded, receivedBytes: 0, uploadComplete: false,
      digest: nil, reading: nil, counts: ImportCounts(), result: nil, undoneAt: nil)
    #expect(item == expected)
    #expect(try imports.find(item.id, limit: .none) == expected)
  }

  @Test func anUnknownImportIsNotFoundByAnyFunction() throws {
    let item = try harness.staged(Sample.rows(1))
    try imports.discard(item, audit: nil, limit: .none)
    let missing = StoreError.notFound("import")
    #expect(throws: missing) { try imports.find(99, limit: .none) }
    #expect(throws: missing) { try imports.rows(of: 99, .all, page: PageRequest(), limit: .none) }
    #expect(throws: missing) { try imports.rows(of: 99, numbers: [1], limit: .none) }
    for (name, write) in writes(item) {
      #expect(throws: missing, "\(name)") { try write() }
    }
  }

  @Test func everyWriteDecidedOnAnOlderRecordIsRefusedAndChangesNothing() throws {
    let old = try harness.staged(Sample.rows(1))
    let newest = try imports.setStatus(.previewed, of: old, audit: nil, limit: .none)
    for (name, write) in writes(old) {
      #expect(throws: StoreError.changed, "\(name)") { try write() }
    }
    #expect(try imports.find(old.id, limit: .none) == newest)
    #expect(try harness.number("SELECT count(*) FROM import_rows") == 1)
    #expect(try harness.number("SELECT count(*) FROM lessons") == 0)
  }

  @Test func anIDIsNeverUsedTwice() throws {
    let first = try harness.create()
    try imports.discard(first, audit: nil, limit: .none)
    #expect(try harness.create().id == first.id + 1)
  }

  @Test func receivedBytesAndStatusAreRecorded() throws {
    var item = try imports.recordUpload(receivedBytes: 1 << 40, of: harness.create(), audit: nil, limit: .none)
    #expect(item.receivedBytes == 1 << 40)
    item = try imports.setStatus(.failed, of: item, audit: nil, limit: .none)
    #expect(item.status == .failed)
    #expect(item.revision == 3)
    #expect(try imports.find(item.id, limit: .none) == item)
    #expect(throws: StoreError.misuse("setStatus to committed")) {
      try imports.setStatus(.committed, of: item, audit: nil, limit: .none)
    }
  }

  @Test func listsAreFilteredAndNewestFirst() throws {
    let ola = try harness.addUser("Ola")
    let items = try [1, ola, 1, ola, ola].map { try harness.create(by: $0) }
    let previewed = try imports.setStatus(.previewed, of: items[3], audit: nil, limit: .none)
    func ids(_ filter: ImportFilter) throws -> [Int64] {
      let page = try imports.list(filter, page: PageRequest(), limit: .none)
      #expect(page.next == nil)
      return page.items.map(\.id)
    }
    #expect(try ids(ImportFilter()) == [5, 4, 3, 2, 1])
    #expect(try ids(ImportFilter(uploadedBy: ola)) == [5, 4, 2])
    #expect(try ids(ImportFilter(status: .previewed)) == [4])
    #expect(try ids(ImportFilter(uploadedBy: ola, status: .uploaded)) == [5, 2])
    #expect(try ids(ImportFilter(uploadedBy: 1, status: .previewed)) == [])
    #expect(try imports.list(ImportFilter(uploadedBy: ola), page: PageRequest(), limit: .none).items[1] == previewed)
  }

  @Test func pagesHaveNeitherGapsNorDoublesWhileImportsComeAndGo() throws {
    let items = try (1...7).map { _ in try harness.create() }
    let filter = ImportFilter(uploadedBy: 1)
    let first = try imports.list(filter, page: PageRequest(limit: 3), limit: .none)
    #expect(first.items.map(\.id) == [7, 6, 5])
    _ = try harness.create()
    try imports.discard(items[4], audit: nil, limit: .none)
    let second = try imports.list(filter, page: PageRequest(limit: 3, after: first.next), limit: .none)
    #expect(second.items.map(\.id) == [4, 3, 2])
    let last = try imports.list(filter, page: PageRequest(limit: 1, after: second.next), limit: .none)
    #expect(last.items.map(\.id) == [1])
    #expect(last.next == nil)
  }

  private func writes(_ item: Import) -> [(String, () throws -> Void)] {
    let (imports, now) = (imports, harness.now)
    return [
      ("recordUpload", { _ = try imports.recordUpload(receivedBytes: 1, of: item, audit: nil, limit: .none) }),
      ("setStatus", { _ = try imports.setStatus(.failed, of: item, audit: nil, limit: .none) }),
      ("beginStaging", { _ = try imports.beginStaging(.init(), of: item, limit: .none) }),
      ("stage", { try imports.stage([Sample.row(2, "dog", "pies")], of: item, limit: .none) }),
      (
        "finishStaging",
        {
          _ = try imports.finishStaging(
            Sample.reading, counts: item.counts, digest: Sample.digest, of: item, audit: nil, limit: .none)
        }
      ),
      (
        "correct",
        {
          let row = Sample.row(1, "dog", "pies")
          _ = try imports.correct([row], status: .previewed, of: item, audit: nil, limit: .none)
        }
      ),
      ("commit", { _ = try imports.commit(to: .newLesson(title: "T"), at: now, of: item, audit: nil, limit: .none) }),
      ("discard", { try imports.discard(item, audit: nil, limit: .none) }),
    ]
  }
}
