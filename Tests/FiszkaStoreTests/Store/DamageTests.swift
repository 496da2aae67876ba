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

  @Test func damagedPagesAreCorruptAndNotRows() throws {
    let first = try StoreHarness()
    let item = try first.committed(Sample.rows(500))
    try first.store.close()
    // Every page but those of the schema and the first tables: 0xFF is no page type.
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: "\(first.folder.path)/data/fiszka.db"))
    let size = try file.seekToEnd()
    let start = size / 2 / 4_096 * 4_096
    try file.seek(toOffset: start)
    try file.write(contentsOf: Data(repeating: 0xFF, count: Int(size - start)))
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
