import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct ReadyTests {
  @Test func readyLineIsOneJSONObjectWithTimeLevelMessageAndAddresses() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let line = try #require(await server.log.first(containing: "ready"))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(Set(object.keys) == ["time", "level", "message", "metadata"])
    #expect(object["level"] as? String == "info")
    let time = try #require(object["time"] as? String)
    #expect(abs(try Date(time, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)).timeIntervalSinceNow) < 60)
    #expect(server.addresses == ["unix:\(folder / "s")"])
  }

  @Test func withoutAListenerTheSocketIsInTheDataFolderOfTheHome() async throws {
    let home = try TemporaryFolder()
    let server = try await RunningServer([], home: home)
    #expect(server.data == home / ".local/share/fiszka")
    #expect(server.addresses == ["unix:\(server.data)/fiszkad.sock"])
    #expect(try mode(of: server.data) == 0o700)
    #expect(try mode(of: "\(server.data)/fiszkad.sock") == 0o600)
    #expect(await server.stop() == 0)
  }

  @Test func xdgDataHomeIsTheStandardPlaceOfDataWhereItIsSet() async throws {
    let home = try TemporaryFolder()
    let server = try await RunningServer([], ["XDG_DATA_HOME": home / "xdg"], home: home)
    #expect(server.data == home / "xdg/fiszka")
  }

  @Test func everyKindOfListenerIsServedAtOnce() async throws {
    let folder = try TemporaryFolder()
    let name = "fiszka-\(UInt64.random(in: .min ... .max))"
    let server = try await RunningServer(
      ["--data", folder / "d", "--unix", folder / "s", "--unix", "@\(name)", "--tcp", "127.0.0.1:0", "--tcp", "localhost:0"],
      home: folder)
    #expect(server.addresses.count == 4)
    #expect(server.addresses.prefix(2) == ["unix:\(folder / "s")", "unix:@\(name)"])
    #expect(server.addresses.dropFirst(2).allSatisfy { $0.hasPrefix("tcp:127.0.0.1:") && !$0.hasSuffix(":0") })
    for address in server.addresses {
      let health = try await Program.rpcCLI.run(["health", "--address", address])
      #expect(health.output == "SERVING\n", "\(address) \(health.errors)")
      #expect(health.exitCode == 0)
    }
  }

  @Test func socketFileGetsTheModeAndGroupOfTheSettings() async throws {
    let folder = try TemporaryFolder()
    let own = getegid()
    let server = try await RunningServer(
      ["--data", folder / "d", "--unix", folder / "s", "--unix-mode", "0660", "--unix-group", "\(own)"], home: folder)
    #expect(try mode(of: folder / "s") == 0o660)
    #expect(try FileManager.default.attributesOfItem(atPath: folder / "s")[.groupOwnerAccountID] as? Int == Int(own))
    #expect(await server.stop() == 0)
  }

  @Test func unknownVariableIsNamedInAWarning() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer(
      ["--data", folder / "d"], ["FISZKA_WORKR_THREADS": "8", "FISZKA_ADDRESS": "unix:@x"], home: folder)
    let warnings = server.log.all.filter { $0.contains(#""level":"warning""#) }
    #expect(warnings.count == 1)
    #expect(warnings.first?.contains("FISZKA_WORKR_THREADS") == true)
  }

  private func mode(of path: String) throws -> Int? {
    try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
  }
}
