import EchoServer
import Glibc
import Logging
import NIOPosix
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

/// A server of the test contract with a client connected to it.
struct TestService: Sendable {
  let server: Server
  let client: ClientConnection
  let gate: HoldGate
  let health: HealthRegistry
  let calls: CallRecorder
  /// Nil for a socket pair.
  let address: Address?

  var echo: EchoServiceClient { EchoServiceClient(client) }

  /// Another connection of the same kind.
  func connect(limits: Limits = Limits()) async throws -> ClientConnection {
    if let address { return try await ClientConnection.connect(to: address, on: .singleton, limits: limits) }
    let (mine, theirs) = try socketPair()
    try await server.serve(connectedSocket: theirs)
    return try await ClientConnection.adopt(connectedSocket: mine, on: .singleton, limits: limits)
  }

  /// Another connection, in bytes, over a socket pair.
  func connectRaw() async throws -> RawPeer {
    let (mine, theirs) = try socketPair()
    try await server.serve(connectedSocket: theirs)
    return RawPeer(mine)
  }
}

/// How a test wants its service.
struct TestServiceOptions: Sendable {
  var configuration = ServerConfiguration()
  var clientLimits = Limits()
  /// Run inside the recorder of calls.
  var interceptors: [any Interceptor] = []
  var metrics = ServerMetrics()
  var logger = Logger.quiet
  /// Served besides the test contract and health.
  var services: [ServiceRegistration] = []

  init(_ change: (inout TestServiceOptions) -> Void = { _ in }) {
    configuration.eventLoopThreads = 1
    configuration.workerThreads = 2
    configuration.longThreads = 1
    change(&self)
  }
}

/// Runs `body` with a service and ends that afterwards, whatever came of it.
func withService(
  _ kind: TransportKind = .socketPair, _ options: TestServiceOptions = TestServiceOptions(),
  _ body: (TestService) async throws -> Void
) async throws {
  let gate = HoldGate()
  let health = HealthRegistry()
  let calls = CallRecorder()
  let server = try Server(
    [.echoService(EchoCalls(gate: gate)), .accessService(AccessCalls()), .healthService(health)] + options.services,
    interceptors: [calls] + options.interceptors, configuration: options.configuration, metrics: options.metrics,
    logger: options.logger)
  do {
    let folder = try TemporaryFolder()
    var address = kind.address(in: folder)
    if let wanted = address { address = try await server.listen(on: wanted) }
    let client: ClientConnection
    if let address {
      client = try await ClientConnection.connect(to: address, on: .singleton, limits: options.clientLimits)
    } else {
      let (mine, theirs) = try socketPair()
      try await server.serve(connectedSocket: theirs)
      client = try await ClientConnection.adopt(connectedSocket: mine, on: .singleton, limits: options.clientLimits)
    }
    let service = TestService(
      server: server, client: client, gate: gate, health: health, calls: calls, address: address)
    try await body(service)
    await client.close()
  } catch {
    gate.open()
    await server.shutdown()
    throw error
  }
  gate.open()
  await server.shutdown()
}

/// Both ends of a connection within this process.
func socketPair() throws -> (CInt, CInt) {
  var ends: [CInt] = [-1, -1]
  guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
    throw SystemCallFailed(call: "socketpair", code: errno)
  }
  return (ends[0], ends[1])
}

/// A system call that a test needs did not succeed.
struct SystemCallFailed: Error {
  let call: String
  let code: Int32
}

extension Logger {
  /// Writes nothing: failures are expected here.
  static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
