import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct BackupCommandTests {
  private let cli = Program.rpcCLI

  @Test func aBackupIsMadeVerifiedAndRestored() async throws {
    let folder = try TemporaryFolder()
    let words = try folder.file("words.csv", "dog;pies\ncat;kot\n")
    let server = try await RunningServer.onSocket(in: folder)
    let address = ["--address", server.addresses[0]]
    #expect(try await cli.run(["import", words, "--lesson", "Animals", "--yes"] + address).exitCode == 0)
    let made = try await cli.run(["backup", "one.db"] + address)
    #expect(made.exitCode == 0 && made.output.hasPrefix("one.db: "))
    let again = try await cli.run(["backup", "one.db"] + address)
    #expect(again.exitCode == 70 && again.errors.contains("There is a backup of that name"))
    #expect(try await cli.run(["backup", "--list"] + address).output.contains("one.db"))
    #expect(try await cli.run(["backup", "../one.db"] + address).exitCode == 67)

    let backup = folder / "data/backups/one.db"
    let verified = try await Program.fiszkad.run(["restore", backup, "--verify"])
    #expect(verified.exitCode == 0 && verified.output.contains("2 words\n"))
    let busy = try await Program.fiszkad.run(["restore", backup, "--data", folder / "data", "--force"])
    #expect(busy.exitCode == 78 && busy.errors.contains("stop the server first"))
    #expect(await server.stop() == 0)
    let occupied = try await Program.fiszkad.run(["restore", backup, "--data", folder / "data"])
    #expect(occupied.exitCode == 78 && occupied.errors.contains("--force"))

    let restored = try await Program.fiszkad.run(["restore", backup, "--data", folder / "new"])
    #expect(restored.exitCode == 0, "\(restored.errors)")
    let second = try await RunningServer(["--data", folder / "new", "--unix", folder / "t"], home: folder)
    let items = try await cli.run(["items", "1", "--address", second.addresses[0]])
    #expect(items.output.contains("pies") && items.output.contains("kot"))
    #expect(await second.stop() == 0)
  }

  @Test(arguments: [["x"], ["x", "--verify", "--force"], ["x", "--verify", "--data", "y"], []])
  func wrongUseIsToldApart(_ arguments: [String]) async throws {
    #expect(try await Program.fiszkad.run(["restore"] + arguments).exitCode == 64)
  }

  @Test func aFileThatIsNoBackupFailsTheVerification() async throws {
    let folder = try TemporaryFolder()
    let file = try folder.file("x.db", "no database")
    let outcome = try await Program.fiszkad.run(["restore", file, "--verify"])
    #expect(outcome.exitCode == 78 && outcome.errors.contains(file) && outcome.output.isEmpty)
  }

  @Test func metricsArePrometheusText() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let outcome = try await cli.run(["metrics", "--address", server.addresses[0]])
    #expect(outcome.exitCode == 0)
    for name in ["fiszka_database_bytes", "fiszka_database_log_bytes", "process_resident_memory_bytes"] {
      let value = outcome.output.split(separator: "\n").first { $0.hasPrefix("\(name) ") }?.split(separator: " ").last
      #expect(value.flatMap { Int64($0) } != nil, "\(name)")
      #expect(outcome.output.contains("# TYPE \(name) gauge\n"))
    }
  }

  @Test func metricsCountTheCallsThatWereMade() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    for _ in 0..<3 { _ = try await cli.run(["health", "--address", server.addresses[0]]) }
    let missing = try await cli.run(["call", "PrivacyService/EraseUser", #"{"userId": "99"}"#, "--address", server.addresses[0]])
    #expect(missing.exitCode != 0)
    let lines = Set(try await cli.run(["metrics", "--address", server.addresses[0]]).output.split(separator: "\n"))
    let health = #"service="grpc.health.v1.Health",method="Check""#
    let erase = #"service="fiszka.v1.PrivacyService",method="EraseUser""#
    for line in [
      #"fiszka_rpc_calls_total{\#(health),code="OK"} 3"#, #"fiszka_rpc_call_duration_seconds_count{\#(health)} 3"#,
      #"fiszka_rpc_calls_total{\#(erase),code="NOT_FOUND"} 1"#, #"fiszka_rpc_queue_duration_seconds_count{\#(erase)} 1"#,
      #"fiszka_rpc_open_connections 1"#, #"fiszka_rpc_refused_connections_total 0"#,
    ] {
      #expect(lines.contains(Substring(line)), "\(line) not in \(lines.sorted())")
    }
  }

  @Test func theLimitOfImportsIsASetting() async throws {
    let folder = try TemporaryFolder()
    let large = try folder.file("large.csv", String(repeating: "dog;pies\n", count: 120_000))
    let server = try await RunningServer(
      ["--data", folder / "data", "--unix", folder / "s", "--import-limit-mib", "1"], home: folder)
    let outcome = try await cli.run(["import", large, "--yes", "--address", server.addresses[0]])
    #expect(outcome.exitCode == 72 && outcome.errors.contains("at most 1048576 are allowed"))
  }
}
