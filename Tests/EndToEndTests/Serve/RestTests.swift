import FiszkaAPI
import Foundation
import TTRPC
import Testing

/// What the server keeps when nobody is connected.
@Suite(.timeLimit(.minutes(1))) struct RestTests {
  @Test func readingConnectionsOfTheStorageCloseAndOpenAgainForTheNextCaller() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer(
      ["--data", folder / "data", "--unix", folder / "s", "--log-level", "debug"], home: folder)
    let first = try await server.connect()
    _ = try await LessonServiceClient(first).listLessons(ListLessonsRequest())
    #expect(try server.openWriteAheadLogs() > 1)
    await first.close()
    _ = try #require(await server.log.first(containing: "nobody is connected"))
    // The writing connection's stays.
    while try server.openWriteAheadLogs() > 1, !Task.isCancelled { await Task.yield() }
    let second = try await server.connect()
    _ = try await LessonServiceClient(second).listLessons(ListLessonsRequest())
    await second.close()
    #expect(await server.stop() == 0)
  }
}

extension RunningServer {
  /// Descriptors on the write-ahead log: one for each connection to the database.
  fileprivate func openWriteAheadLogs() throws -> Int {
    let folder = "/proc/\(child.processID)/fd"
    return try FileManager.default.contentsOfDirectory(atPath: folder).count { descriptor in
      // One that has closed meanwhile is none.
      (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)"))?.hasSuffix("fiszka.db-wal") == true
    }
  }
}
