import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct CommandLineTests {
  private let cli = Program.rpcCLI

  @Test(arguments: [
    (["call"], "Missing expected argument '<method>'"),
    (["call", "Health/Check", "--foo"], "Unknown option '--foo'"),
    (["frobnicate"], "Unexpected argument 'frobnicate'"),
    (
      ["call", "Health/Check"],
      "Say where the server listens: --address unix:PATH (or unix:@NAME, tcp:HOST:PORT), or set FISZKA_ADDRESS."
    ),
    (["health", "--address", "ttrpc:x"], "\"ttrpc:x\" is no address: it starts with none of unix: and tcp:."),
    (["health", "--address", "tcp:localhost"], "\"tcp:localhost\" is no address: the port, 0 to 65535, is missing."),
    (["health", "--timeout", "soon"], "The value 'soon' is invalid for '--timeout <time>': \"soon\" is no timeout: write 5s"),
    (
      ["health", "--metadata", "novalue"],
      "The value 'novalue' is invalid for '--metadata <key=value>': \"novalue\" is no metadata"
    ),
    (
      ["call", "Health/Nothing"],
      "There is no method \"Health/Nothing\" in the contract. grpc.health.v1.Health has Check, List, Watch."
    ),
    (["call", "Nothing"], "There is no method \"Nothing\" in the contract. `rpc-cli list` shows all."),
    (["call", "lth/Check"], "There is no method \"lth/Check\" in the contract."),
    (["describe", "Nothing"], "The contract has nothing called \"Nothing\". `rpc-cli list` shows its methods."),
    (["list", "Nothing"], "There is no service \"Nothing\" in the contract. `rpc-cli list` shows all."),
  ])
  func wrongUseEndsWith1AndASentence(_ arguments: [String], _ problem: String) async throws {
    let outcome = try await cli.run(arguments)
    #expect(outcome.exitCode == 1)
    #expect(outcome.errors.hasPrefix("error: \(problem)"), "\(outcome.errors)")
    #expect(outcome.output.isEmpty)
  }

  @Test func helpNamesEveryCommandOptionAndExitCode() async throws {
    let help = try await cli.run(["--help"])
    #expect(help.exitCode == 0)
    for word in ["call", "health", "list", "describe", "--address", "--timeout", "--metadata", "EXIT CODES", "FISZKA_ADDRESS"] {
      #expect(help.output.contains(word), "\(word)")
    }
    let call = try await cli.run(["help", "call"])
    for word in ["--pretty", "--address", "--timeout", "--metadata", "<method>", "<json>"] {
      #expect(call.output.contains(word), "\(word)")
    }
    #expect(try await cli.run(["health", "--help"]).output.contains("--watch"))
    #expect(try await cli.run(["--version"]).output.hasPrefix("rpc-cli "))
  }

  @Test func listShowsEveryMethodWithItsStreams() async throws {
    let all = try await cli.run(["list"]).output.split(separator: "\n")
    for name in [
      "fiszka.v1.ImportService/CommitImport ", "fiszka.v1.LessonService/ListLessons ", "fiszka.rpc.v1.ControlService/Ping ",
    ] {
      #expect(all.contains { $0.hasPrefix(name) && $0.hasSuffix(" unary") }, "\(name)")
    }
    #expect(
      all.contains { $0.hasPrefix("grpc.reflection.v1.ServerReflection/") && $0.hasSuffix(" takes and answers with a stream") })
    let health = try await cli.run(["list", "Health"]).output
    #expect(
      health == """
        grpc.health.v1.Health/Check  unary
        grpc.health.v1.Health/List   unary
        grpc.health.v1.Health/Watch  answers with a stream

        """)
  }

  @Test func describeShowsAMethodWithAllItsTypes() async throws {
    let described = try await cli.run(["describe", "Health/Watch"])
    #expect(
      described.output == """
        // grpc.health.v1.Health/Watch
        rpc Watch(grpc.health.v1.HealthCheckRequest) returns (stream grpc.health.v1.HealthCheckResponse);

        message grpc.health.v1.HealthCheckRequest {
          string service = 1;
        }

        message grpc.health.v1.HealthCheckResponse {
          grpc.health.v1.HealthCheckResponse.ServingStatus status = 1;
        }

        enum grpc.health.v1.HealthCheckResponse.ServingStatus {
          UNKNOWN = 0;
          SERVING = 1;
          NOT_SERVING = 2;
          SERVICE_UNKNOWN = 3;
        }

        """)
  }

  @Test func outputThatNobodyReadsEndsTheProgramLikeSIGPIPE() async throws {
    let conduit = try Conduit()
    close(conduit.readingEnd)
    defer { close(conduit.writingEnd) }
    let errors = try check(open("/dev/null", O_RDWR | O_CLOEXEC), "open /dev/null")
    defer { close(errors) }
    let child = try Child(
      cli.path, ["list"], Program.environment([:], home: "/"), input: errors, output: conduit.writingEnd, errors: errors)
    #expect([128 + SIGPIPE, -SIGPIPE].contains(await child.exitCode.value))
  }

  @Test func outputThatCannotBeWrittenIsAnError() async throws {
    let full = try check(open("/dev/full", O_WRONLY | O_CLOEXEC), "open /dev/full")
    defer { close(full) }
    let child = try Child(cli.path, ["list"], Program.environment([:], home: "/"), input: full, output: full, errors: full)
    #expect(await child.exitCode.value == 1)
  }
}
