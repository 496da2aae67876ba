import Foundation
import Testing

@Suite(.timeLimit(.minutes(1))) struct DescriptorLimitTests {
  @Test func limitIsRaisedAsFarAsItGoesAndOneThatIsTooLowIsTold() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer(
      ["--data", folder / "data", "--unix", folder / "s"], home: folder, launcher: ["/usr/bin/prlimit", "--nofile=64:256"])
    let limits = try String(contentsOfFile: "/proc/\(server.child.processID)/limits", encoding: .utf8)
    let words = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max open files") }).split(separator: " ")
    #expect(words.dropFirst(3).prefix(2) == ["256", "256"])
    #expect(await server.stop() == 0)
    #expect(await server.log.first(containing: "fewer descriptors than the settings may need") != nil)
  }

  @Test func anUsualLimitIsEnoughAlsoForTheMostThreads() async throws {
    let folder = try TemporaryFolder()
    let arguments = ["--worker-threads", "256", "--long-threads", "64", "--hashing-threads", "16"]
    let server = try await RunningServer(
      ["--data", folder / "data", "--unix", folder / "s"] + arguments, home: folder,
      launcher: ["/usr/bin/prlimit", "--nofile=1024:4096"])
    #expect(!server.log.all.contains { $0.contains("fewer descriptors") })
    #expect(await server.stop() == 0)
  }
}
