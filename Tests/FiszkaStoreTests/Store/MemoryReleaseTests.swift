import FiszkaDomain
import Foundation
import GRDB
import Testing

@testable import FiszkaStore

@Suite(.timeLimit(.minutes(1))) struct MemoryReleaseTests {
  @Test func readingConnectionsCloseAndComeBackWhenTheyAreNeeded() async throws {
    let harness = try StoreHarness()
    let item = try harness.create()
    let path = "\(harness.folder.path)/data/fiszka.db-wal"
    #expect(try harness.imports.find(item.id, limit: .none) == item)
    let before = try openDescriptors(of: path)
    harness.store.releaseMemory()
    while try openDescriptors(of: path) >= before, !Task.isCancelled { await Task.yield() }
    #expect(try openDescriptors(of: path) == 1)
    #expect(try harness.imports.find(item.id, limit: .none) == item)
    #expect(try openDescriptors(of: path) == before)
  }

  @Test func descriptorsAtRestDoNotTellHowManyReadAtOnce() async throws {
    let harness = try StoreHarness()
    let database = "\(harness.folder.path)/data/fiszka.db"
    func rest() async throws -> Int {
      harness.store.releaseMemory()
      while try openDescriptors(of: "\(database)-wal") > 1, !Task.isCancelled { await Task.yield() }
      return try openDescriptors(of: database)
    }
    try harness.store.openEveryReader()
    let before = try await rest()
    // All of them read at the same time again.
    try harness.store.openEveryReader()
    #expect(try openDescriptors(of: "\(database)-wal") > 2)
    #expect(try await rest() == before)
    _ = try harness.create()
    #expect(try await rest() == before)
  }

  @Test func readingConnectionsThatCannotBeOpenedAreTold() throws {
    let harness = try StoreHarness()
    // A limit of descriptors would be felt by all tests; SQLite says the same of a file that is gone.
    try FileManager.default.removeItem(atPath: "\(harness.folder.path)/data/fiszka.db")
    #expect(throws: OpenFailure.self) { try harness.store.openEveryReader() }
  }

  @Test func aReadThatRunsIsNotDisturbed() throws {
    let harness = try StoreHarness()
    _ = try harness.create()
    let count = try harness.store.pool.read { database in
      harness.store.releaseMemory()
      return try Int.fetchOne(database, sql: "SELECT count(*) FROM imports")
    }
    #expect(count == 1)
  }

  @Test func aClosedStoreIsLeftAlone() throws {
    let harness = try StoreHarness()
    try harness.store.close()
    harness.store.releaseMemory()
    #expect(throws: StoreError.self) { try harness.imports.find(1, limit: .none) }
  }

  /// How many descriptors of this process are open on the file.
  private func openDescriptors(of path: String) throws -> Int {
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { descriptor in
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")) == file
    }
  }
}
