import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct ListeningTests {
  @Test func socketThatAKilledServerLeftIsTakenOver() async throws {
    let folder = try TemporaryFolder()
    let first = try await RunningServer.onSocket(in: folder)
    first.child.send(SIGKILL)
    #expect(await first.child.exitCode.value == -SIGKILL)
    #expect(folder.has("s"))
    let second = try await RunningServer.onSocket(in: folder)
    #expect(try await Program.rpcCLI.run(["health", "--address", second.addresses[0]]).exitCode == 0)
  }

  @Test func secondServerOnTheSameSocketIsRefusedAndTheFirstServesOn() async throws {
    let folder = try TemporaryFolder()
    let first = try await RunningServer.onSocket(in: folder)
    let second = try await Program.fiszkad.run(["serve", "--data", folder / "other", "--unix", folder / "s"])
    #expect(second.exitCode == 69)
    #expect(
      second.errors.hasSuffix("error: unix:\(folder / "s"): another server answers there; stop it or choose another path.\n"))
    #expect(try await Program.rpcCLI.run(["health", "--address", first.addresses[0]]).exitCode == 0)
  }

  @Test func fileThatIsNoSocketIsLeftAlone() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("s", "precious")
    let outcome = try await Program.fiszkad.run(["serve", "--data", folder / "d", "--unix", file])
    #expect(outcome.exitCode == 69)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "precious")
  }

  @Test func nothingIsLeftWhenOneOfSeveralAddressesFails() async throws {
    let folder = try TemporaryFolder()
    let holder = try await RunningServer(["--data", folder / "a", "--tcp", "127.0.0.1:0"], home: folder)
    let port = try #require(holder.addresses[0].split(separator: ":").last)
    let outcome = try await Program.fiszkad.run(
      ["serve", "--data", folder / "b", "--unix", folder / "s", "--tcp", "127.0.0.1:\(port)"])
    #expect(outcome.exitCode == 69)
    #expect(outcome.errors.hasSuffix("error: tcp:127.0.0.1:\(port): cannot listen on it: Address already in use.\n"))
    #expect(!folder.has("s"))
  }

  @Test(arguments: [
    "0.0.0.0:0", "[::]:0", "192.0.2.1:7070", "128.0.0.1:0", "[::ffff:127.0.0.1]:0", "example.org:7070", "127.1:0",
  ])
  func tcpAddressThatIsNotLoopbackIsRefused(_ address: String) async throws {
    let folder = try TemporaryFolder()
    let outcome = try await Program.fiszkad.run(["serve", "--data", folder / "d", "--tcp", address])
    #expect(outcome.exitCode == 78)
    #expect(outcome.errors.hasPrefix("error: --tcp: \(address) is not on this machine's loopback."))
    #expect(!folder.has("d"))
  }
}
