import FiszkaDomain
import Foundation
import Testing

@testable import FiszkaStore

struct DamageTests {
  @Test func aFileThatIsNoDatabaseIsRefusedAndLeftAlone() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(atPath: "\(folder.path)/data", withIntermediateDirectories: false)
    let file = URL(fileURLWithPath: "\(folder.path)/data/fiszka.db")
    let picture = Data(repeating: 0x89, count: 10_000)
    try picture.write(to: file)
    let error = #expect(throws: OpenFailure.self) { try StoreHarness(in: folder) }
    #expect(try error.unwrapped().isCorrupt)
    #expect(try Data(contentsOf: file) == picture)
  }

  @Test func aDamagedPageIsCorruptAndNotAnEmptyLesson() throws {
    let first = try StoreHarness()
    let item = try first.committed(Sample.rows(500))
    let page = try first.number("SELECT rootpage FROM sqlite_schema WHERE name = 'lesson_items'")
    let size = try first.number("PRAGMA page_size")
    try first.store.close()
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: "\(first.folder.path)/data/fiszka.db"))
    try file.seek(toOffset: UInt64((page - 1) * size))
    // No kind of page begins so.
    try file.write(contentsOf: Data(repeating: 0xFF, count: Int(size)))
    try file.close()
    let second = try StoreHarness(in: first.folder)
    let error = #expect(throws: StoreError.self) { try second.words(of: 1) }
    #expect(try error.unwrapped().isCorrupt)
    #expect(try second.imports.find(item.id, limit: .none) == item)
  }
}

extension OpenFailure {
  fileprivate var isCorrupt: Bool {
    if case .store(let error) = self { error.isCorrupt } else { false }
  }
}

extension StoreError {
  fileprivate var isCorrupt: Bool {
    if case .corrupt = self { true } else { false }
  }
}
