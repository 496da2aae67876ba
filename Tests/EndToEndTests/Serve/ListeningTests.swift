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

  @Test(arguments: ["0.0.0.0:0", "[::]:0", "[::ffff:0.0.0.0]:0"])
  func everyNetworkIsServedWithAWarning(_ address: String) async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer(["--data", folder / "d", "--tcp", address], home: folder)
    #expect(server.addresses[0].hasPrefix("tcp:\(address.dropLast(1))"))
    let warning = try #require(await server.log.first(containing: "listening on every network of this machine"))
    #expect(warning.contains(#""level":"warning""#))
    #expect(warning.contains(server.addresses[0]))
    let port = try #require(server.addresses[0].split(separator: ":").last)
    #expect(try await Program.rpcCLI.run(["health", "--address", "tcp:127.0.0.1:\(port)"]).exitCode == 0)
    #expect(await server.stop() == 0)
  }

  @Test func oneAddressIsServedWithoutAWarning() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer(["--data", folder / "d", "--tcp", "[::1]:0", "--tcp", "127.0.0.9:0"], home: folder)
    for address in server.addresses { #expect(try await Program.rpcCLI.run(["health", "--address", address]).exitCode == 0) }
    #expect(await server.stop() == 0)
    #expect(!server.log.all.contains { $0.contains("listening on every network") })
  }

  @Test func anAddressOfAnotherMachineCannotBeListenedOn() async throws {
    let folder = try TemporaryFolder()
    let outcome = try await Program.fiszkad.run(["serve", "--data", folder / "d", "--tcp", "192.0.2.1:0"])
    #expect(outcome.exitCode == 69)
    #expect(outcome.errors.contains("error: tcp:192.0.2.1:0: cannot listen on it: "))
  }
}
