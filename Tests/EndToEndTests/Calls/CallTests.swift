import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct CallTests {
  private let cli = Program.rpcCLI

  @Test(arguments: ["Check", "Health/Check", "v1.Health/Check", "grpc.health.v1.Health/Check"])
  func methodIsCalledByItsFullAndByItsShortName(_ name: String) async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let outcome = try await cli.run(["call", name, "{}", "--address", server.addresses[0]])
    #expect(outcome.output == "{\"status\":\"SERVING\"}\n")
    #expect(outcome.exitCode == 0)
  }

  @Test func requestComesFromTheArgumentOrStandardInputOrIsEmpty() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let address = ["--address", server.addresses[0]]
    let unknown = #"{"service": "nothing"}"#
    #expect(try await cli.run(["call", "Health/Check", unknown] + address).exitCode == 69)
    #expect(try await cli.run(["call", "Health/Check", "-"] + address, input: unknown + "\n").exitCode == 69)
    #expect(try await cli.run(["call", "Health/Check"] + address, input: unknown).exitCode == 0)
  }

  @Test func prettyPrintsALinePerField() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let outcome = try await cli.run(["call", "Health/Check", "--pretty", "--address", server.addresses[0]])
    #expect(outcome.output == "{\n  \"status\": \"SERVING\"\n}\n")
  }

  @Test func addressComesFromTheOptionBeforeOrAfterTheCommandElseFromTheVariable() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let (right, wrong) = (server.addresses[0], "unix:\(folder / "nothing")")
    #expect(try await cli.run(["health"], ["FISZKA_ADDRESS": right]).exitCode == 0)
    #expect(try await cli.run(["health", "--address", right], ["FISZKA_ADDRESS": wrong]).exitCode == 0)
    #expect(try await cli.run(["--address", right, "health"], ["FISZKA_ADDRESS": wrong]).exitCode == 0)
    #expect(try await cli.run(["--address", wrong, "health"], ["FISZKA_ADDRESS": right]).exitCode == 2)
  }

  @Test func failedCallEndsWith64AndItsStatusAndNamesIt() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let address = ["--address", server.addresses[0]]
    let unknown = try await cli.run(["health", "nothing"] + address)
    #expect(unknown.exitCode == 69)
    #expect(unknown.errors.hasPrefix("error: NOT_FOUND: No health is known of service \"nothing\""))
    let invalid = try await cli.run(["call", "ControlService/Cancel", "{\"stream_id\": 2}"] + address)
    #expect(invalid.exitCode == 67)
  }

  @Test func serviceThatTheServerDoesNotHaveEndsWith76() async throws {
    let address = "unix:@fiszka-\(UInt64.random(in: .min ... .max))"
    let server = try RunningCommand(.echoServer, [address])
    #expect(await server.output.first(containing: "ready") == "ready \(address)")
    let outcome = try await cli.run(["call", "LessonService/ListLessons", "--address", address])
    #expect(outcome.exitCode == 76)
    #expect(outcome.errors.hasPrefix("error: UNIMPLEMENTED: "))
  }

  @Test func streamIsPrintedAsItComesUntilTheServerEndsIt() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let watch = try RunningCommand(.rpcCLI, ["call", "Health/Watch", "--address", server.addresses[0]])
    #expect(await watch.output.first(containing: "{") == "{\"status\":\"SERVING\"}")
    let unknown = try RunningCommand(.rpcCLI, ["health", "x", "--watch", "--address", server.addresses[0]])
    #expect(await unknown.output.first(containing: "S") == "SERVICE_UNKNOWN")
    #expect(await server.stop() == 0)
    #expect(await watch.child.exitCode.value == 78)
    #expect(await unknown.child.exitCode.value == 78)
  }

  @Test func callThatTakesLongerThanItsTimeoutEndsWith68() async throws {
    let folder = try TemporaryFolder()
    let server = try await RunningServer.onSocket(in: folder)
    let outcome = try await cli.run(["call", "Health/Watch", "--timeout", "50ms", "--address", server.addresses[0]])
    #expect(outcome.exitCode == 68)
    #expect(outcome.errors.hasPrefix("error: DEADLINE_EXCEEDED: "))
  }

  @Test(arguments: [
    (#"{"service":"#, "Line 1, column 12: "),
    ("{\n  'service': 1}", "Line 2, column 3: "),
    (#"{"servce": "x"}"#, "servce: grpc.health.v1.HealthCheckRequest has no such field"),
    (#"{"service": 1}"#, "service: "),
    ("[]", ""),
  ])
  func badJSONEndsWith1AndItsPlaceBeforeThereIsAConnection(_ json: String, _ problem: String) async throws {
    let outcome = try await cli.run(["call", "Health/Check", json, "--address", "unix:/nowhere"])
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.hasPrefix("error: \(problem)"), "\(outcome.errors)")
  }

  @Test func unknownFieldDeepInARequestIsNamedWithItsPath() async throws {
    let json = #"{"target": {"lessonId": "1", "tite": "x"}}"#
    let outcome = try await cli.run(["call", "CreateImport", json, "--address", "unix:/nowhere"])
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.hasPrefix("error: target.tite: "), "\(outcome.errors)")
  }

  @Test func noServerEndsWith2AndTheReasonOfTheSystem() async throws {
    let folder = try TemporaryFolder()
    let closed = try await RunningServer(["--data", folder / "d", "--tcp", "127.0.0.1:0"], home: folder)
    #expect(await closed.stop() == 0)
    let cases = [
      ("unix:\(folder / "s")", "No such file or directory"), ("unix:@\(folder.path)", "Connection refused"),
      (closed.addresses[0], "Connection refused"),
    ]
    for (address, reason) in cases {
      let outcome = try await cli.run(["health", "--address", address])
      #expect(outcome.exitCode == 2)
      #expect(outcome.errors.hasPrefix("error: \(address): cannot connect to it: \(reason). Is the server running?"))
    }
  }
}
