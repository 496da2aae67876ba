import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct DamageTests {
  @Test func aDamagedDatabaseIsDataLossAndTheServerSaysThatItDoesNotServe() async throws {
    let folder = try TemporaryFolder()
    let words = try folder.file("words.csv", (0..<5_000).map { "word\($0);słowo\($0)\n" }.joined())
    let first = try await RunningServer.onSocket(in: folder)
    let imported = try await Program.rpcCLI.run(["import", words, "--lesson", "L", "--yes", "--address", first.addresses[0]])
    #expect(imported.exitCode == 0)
    #expect(await first.stop() == 0)
    // Everything behind the pages of the schema and the small tables.
    let file = try FileHandle(forUpdating: URL(filePath: folder / "data/fiszka.db"))
    let size = try file.seekToEnd()
    let start = UInt64(60 * 4_096)
    try file.seek(toOffset: start)
    try file.write(contentsOf: Data(repeating: 0xFF, count: Int(size - start)))
    try file.close()
    let server = try await RunningServer.onSocket(in: folder)
    let address = ["--address", server.addresses[0]]
    #expect(try await Program.rpcCLI.run(["health", "storage"] + address).exitCode == 0)
    let items = try await Program.rpcCLI.run(["items", "1", "--limit", "5000"] + address)
    #expect(items.exitCode == 64 + 15 && items.errors.contains("DATA_LOSS"))
    for service in [["storage"], []] {
      let health = try await Program.rpcCLI.run(["health"] + service + address)
      #expect(health.exitCode == 78 && health.output == "NOT_SERVING\n")
    }
    #expect(await server.log.first(containing: "the storage cannot be trusted") != nil)
    #expect(await server.stop() == 0)
  }
}
