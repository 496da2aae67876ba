import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct ShutdownTests {
  @Test(arguments: [SIGTERM, SIGINT])
  func signalEndsWatchesThenTheServerWithZeroAndRemovesTheSocket(_ signal: CInt) async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let watch = try RunningCommand(.rpcCLI, ["health", "--watch", "--address", server.addresses[0]])
    #expect(await watch.output.first(containing: "SERVING") != nil)
    server.child.send(signal)
    #expect(await watch.child.exitCode.value == 78)
    #expect(await watch.errors.first(containing: "error: UNAVAILABLE: ") != nil)
    #expect(await server.child.exitCode.value == 0)
    #expect(
      await server.log.first(containing: #""message":"draining""#)?.contains(signal == SIGTERM ? "SIGTERM" : "SIGINT") == true)
    #expect(await server.log.first(containing: #""message":"stopped""#) != nil)
    #expect(!folder.has("s"))
  }

  @Test func secondSignalEndsAtOnceWhatTheFirstCannotEnd() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer(["--data", folder / "d"], home: folder, readsLog: false)
    // Draining begins with a line in the log, for which there is no room.
    server.child.send(SIGTERM)
    server.child.send(SIGINT)
    let exitCode = await server.child.exitCode.value
    #expect([128 + SIGTERM, 128 + SIGINT].contains(exitCode))
  }

  @Test func whatDoesNotEndInTimeIsEndedWithSeventy() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer(["--data", folder / "d", "--drain-seconds", "0"], home: folder, readsLog: false)
    // Held by the first line that it wants to log.
    #expect(await server.stop() == 70)
  }
}
