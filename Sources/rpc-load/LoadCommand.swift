import ArgumentParser
import Glibc
import Histogram
import NIOCore
import ProtobufCSupport
import RPCCommand
import TTRPC

/// `rpc-load`.
@main struct LoadCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rpc-load", abstract: "Calls a unary method in a closed loop and says how long the calls took.",
    discussion: """
      Each of --connections connections keeps --in-flight calls open. The last line on standard output is a JSON object; a summary \
      for people goes to standard error.

      EXIT CODES: 0 every call succeeded; 1 wrong use; 2 no connection; 3 calls failed, or none ended in the time.
      """)

  /// How calls are made.
  enum Mode: String, ExpressibleByArgument, CaseIterable {
    /// Sockets read and written in the calling thread.
    case blocking
    /// Swift tasks over an event loop.
    case async
  }

  @Option(help: ArgumentHelp("unix:PATH, unix:@NAME or tcp:HOST:PORT.", valueName: "address"))
  var address: String
  @Option(help: "SERVICE/METHOD, in full or in short.")
  var method = "grpc.health.v1.Health/Check"
  @Option(help: "The request as JSON.")
  var request = "{}"
  @Option(help: "Connections, 1 to 10000.")
  var connections = 1
  @Option(help: "Calls open at once on each connection, 1 to 1024.")
  var inFlight = 1
  @Option(help: "Length of the measurement in seconds.")
  var seconds = 1.0
  @Option(help: "Seconds of calls before it.")
  var warmup = 0.2
  @Option(help: "blocking or async.")
  var mode = Mode.blocking
  @Option(help: "Threads that call (blocking) or carry bytes (async), 1 to 64; the connections are shared out among them.")
  var threads = 1

  func validate() throws {
    guard (1...10_000).contains(connections), (1...1_024).contains(inFlight), (1...64).contains(threads) else {
      throw ValidationError("--connections is 1 to 10000, --in-flight 1 to 1024, --threads 1 to 64.")
    }
    guard seconds > 0, seconds <= 86_400, (0...86_400).contains(warmup) else {
      throw ValidationError("--seconds is above 0, --warmup at least 0, and both at most a day.")
    }
  }

  func run() async throws {
    do {
      let tally = try await load()
      complain(tally.summary(seconds: seconds, title: title))
      print(tally.json(seconds: seconds))
      if tally.failed > 0 || tally.latencies.totalCount == 0 { throw ExitCode(3) }
    } catch let failure as CommandFailure {
      complain("error: \(failure.message)")
      throw ExitCode(failure.exitCode)
    } catch let error as SocketError {
      complain("error: \(error)")
      throw ExitCode(2)
    } catch let error as AddressError {
      complain("error: \(error)")
      throw ExitCode(1)
    }
  }

  private var title: String { "\(method), \(mode.rawValue), connections: \(connections), in flight on each: \(inFlight)" }

  private func load() async throws -> Tally {
    let contract = try Contract.embedded()
    let method = try contract.method(named: method)
    guard method.descriptor.kind == .unary else {
      throw CommandFailure(.usage("\(method.descriptor.fullName) streams: choose a unary method."))
    }
    let address = try Address(parsing: address)
    let raw = try DynamicCall(method, of: contract) { _ in }.request(Array(request.utf8))
    if method.descriptor.fullName == HealthServiceMethods.check.fullName {
      // As its users have it: with the messages' own types.
      let request = try HealthCheckRequest(decoding: ByteBuffer(bytes: raw.bytes))
      return try await run(Load<HealthCheckRequest, HealthCheckResponse>(method.descriptor, request, settings(address)))
    }
    return try await run(Load<RawMessage, RawMessage>(method.descriptor, raw, settings(address)))
  }

  private func run(_ load: Load<some ProtobufMessage, some ProtobufMessage>) async throws -> Tally {
    switch mode {
    case .blocking: try await load.runBlocking()
    case .async: try await load.runAsync()
    }
  }

  private func settings(_ address: Address) -> LoadSettings {
    LoadSettings(
      address: address, connections: connections, inFlight: inFlight, threads: threads, warmupSeconds: warmup, seconds: seconds)
  }
}

/// Writes a line to standard error.
func complain(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}
