import Foundation
import Testing

/// What the settings about networks do, seen over a Unix socket by the server's own user.
@Suite(.timeLimit(.minutes(2))) struct OriginTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  /// Calls what only admins may, saying that it is for these addresses.
  private func metrics(_ server: RunningServer, for forwarded: String...) async throws -> Outcome {
    let metadata = forwarded.flatMap { ["--metadata", "X-Forwarded-For=\($0)"] }
    return try await Program.rpcCLI.run(
      ["call", "OperationsService/GetMetrics", "--address", server.addresses[0]] + metadata)
  }

  private func expectServed(_ outcome: Outcome, _ location: SourceLocation = #_sourceLocation) {
    #expect(outcome.exitCode == 0, "\(outcome.errors)", sourceLocation: location)
  }

  private func expectOutside(_ outcome: Outcome, _ location: SourceLocation = #_sourceLocation) {
    #expect(outcome.exitCode == 71, sourceLocation: location)
    #expect(outcome.errors.contains("OUTSIDE_ADMIN_NETWORK"), sourceLocation: location)
  }

  @Test func whatAnUnlistedUserForwardsIsOutside() async throws {
    let server = try await RunningServer.onSocket(in: folder)
    expectServed(try await metrics(server))
    expectOutside(try await metrics(server, for: "192.168.1.50"))
    expectOutside(try await metrics(server, for: ""))
  }

  @Test func aFrontEndIsBelievedAndTheStandardNetworkIsInside() async throws {
    let user = String(cString: getpwuid(getuid()).pointee.pw_name)
    let server = try await RunningServer(
      ["--data", folder / "d", "--unix", folder / "s", "--front-end-uid", user, "--proxy", "10.9.0.0/16"], home: folder)
    expectServed(try await metrics(server))
    expectServed(try await metrics(server, for: "192.168.1.50"))
    expectServed(try await metrics(server, for: "10.0.0.5, 192.168.1.50,10.9.0.1"))
    expectServed(try await metrics(server, for: "192.168.1.50", "10.9.0.1"))
    expectOutside(try await metrics(server, for: "192.168.1.50, 10.0.0.5"))
    expectOutside(try await metrics(server, for: "192.168.1.50", "10.0.0.5"))
    expectOutside(try await metrics(server, for: "192.168.1.50:80"))
  }

  @Test func listedNetworksTakeThePlaceOfTheStandardOne() async throws {
    let variables = ["FISZKA_ADMIN_NETWORK": "10.0.0.0/8,fd00:1::/64", "FISZKA_FRONT_END_UID": "\(getuid())"]
    let server = try await RunningServer(["--data", folder / "d", "--unix", folder / "s"], variables, home: folder)
    expectServed(try await metrics(server, for: "10.0.0.5"))
    expectServed(try await metrics(server, for: "fd00:1::ab"))
    expectServed(try await metrics(server, for: "::ffff:10.0.0.5"))
    expectOutside(try await metrics(server, for: "192.168.1.50"))
    expectOutside(try await metrics(server, for: "fd00:2::ab"))
  }

  @Test func anEmptyListLeavesThisMachine() async throws {
    let file = try folder.file("c.json", #"{"admin-network": [], "front-end-uid": ["\#(getuid())"]}"#)
    let server = try await RunningServer(
      ["--config", file, "--data", folder / "d", "--unix", folder / "s"], home: folder)
    expectServed(try await metrics(server))
    expectServed(try await metrics(server, for: "127.0.0.1"))
    expectOutside(try await metrics(server, for: "192.168.1.50"))
  }
}
