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
    try harness.store.reserveDescriptors()
    let before = try openDescriptors(of: database)
    let readers = harness.store.pool.configuration.maximumReaderCount
    #expect(before == readers + 1)
    readWithAllAtOnce(harness.store.pool, readers)
    #expect(try openDescriptors(of: "\(database)-wal") == readers + 1)
    harness.store.releaseMemory()
    while try openDescriptors(of: "\(database)-wal") > 1, !Task.isCancelled { await Task.yield() }
    #expect(try openDescriptors(of: database) == before)
  }

  @Test func descriptorsThatCannotBeReservedAreTold() throws {
    let harness = try StoreHarness()
    // A limit of descriptors would be felt by all tests; SQLite says the same of a file that is gone.
    try FileManager.default.removeItem(atPath: "\(harness.folder.path)/data/fiszka.db")
    #expect(throws: OpenFailure.self) { try harness.store.reserveDescriptors() }
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

  /// Returns when all have read at the same time.
  private func readWithAllAtOnce(_ pool: DatabasePool, _ readers: Int) {
    let inside = DispatchSemaphore(value: 0)
    let goOn = DispatchSemaphore(value: 0)
    for _ in 0..<readers {
      pool.asyncRead { _ in
        inside.signal()
        goOn.wait()
      }
    }
    for _ in 0..<readers { inside.wait() }
    for _ in 0..<readers { goOn.signal() }
  }

  /// How many descriptors of this process are open on the file.
  private func openDescriptors(of path: String) throws -> Int {
    let file = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    return try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count { descriptor in
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(descriptor)")) == file
    }
  }
}
