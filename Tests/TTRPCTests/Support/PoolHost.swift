import EchoServer
import Glibc
import NIOCore
import NIOPosix
import Synchronization
import TestAPI

@testable import TTRPC

/// An address at which servers of the test contract come and go, and a pool of connections to it.
struct PoolHost: Sendable {
  /// The transports that have an address of which others know.
  static let transports: [TransportKind] = [.unixPath, .tcp]

  let address: Address
  let pool: ClientPool
  /// Of all servers together.
  let gate: HoldGate
  let calls: CallRecorder

  var echo: EchoServiceClient { EchoServiceClient(pool) }

  /// Another server at the address; whoever starts it shuts it down.
  func serve(drainTime: TimeAmount = .zero) async throws -> Server {
    let server = try Self.makeServer(gate, calls, drainTime)
    // The last server's socket may outlive its descriptor for a moment, while another test lists the open ones.
    while true {
      do {
        _ = try await server.listen(on: address)
        return server
      } catch {
        if error.errno != EADDRINUSE || Task.isCancelled {
          await server.shutdown()
          throw error
        }
      }
      await Task.yield()
    }
  }

  fileprivate static func makeServer(_ gate: HoldGate, _ calls: CallRecorder, _ drainTime: TimeAmount) throws -> Server {
    let options = TestServiceOptions { $0.configuration.drainTime = drainTime }
    return try Server(
      [.echoService(EchoCalls(gate: gate))], interceptors: [calls], configuration: options.configuration, logger: .quiet)
  }

  /// How many handlers of `EchoWorker` have begun.
  var begun: Int { begun("EchoWorker") }

  /// How many handlers of this method have begun.
  func begun(_ method: String) -> Int {
    calls.log.events.count { $0 == .began(method) }
  }
}

/// Runs `body` with a pool whose address refuses connections until `body` serves there.
func withPool(
  _ kind: TransportKind, timers: (any EventLoop)? = nil, _ change: (inout ClientPoolConfiguration) -> Void = { _ in },
  _ body: (PoolHost) async throws -> Void
) async throws {
  let (gate, calls) = (HoldGate(), CallRecorder())
  let folder = try TemporaryFolder()
  guard let wanted = kind == .tcp ? PoolHost.nextLoopback() : kind.address(in: folder) else { return }
  // The system finds a port that is free, and after that refuses connections to it.
  let first = try PoolHost.makeServer(gate, calls, .zero)
  let address = try await first.listen(on: wanted)
  await first.shutdown()
  var configuration = ClientPoolConfiguration()
  configuration.firstPause = .milliseconds(5)
  configuration.longestPause = .milliseconds(20)
  configuration.longestWait = .seconds(60)
  change(&configuration)
  let group = MultiThreadedEventLoopGroup.singleton
  let pool = ClientPool(to: address, on: group, configuration, timers: timers ?? group.any()) { 0 }
  do {
    try await body(PoolHost(address: address, pool: pool, gate: gate, calls: calls))
  } catch {
    gate.open()
    await pool.close()
    throw error
  }
  gate.open()
  await pool.close()
  withExtendedLifetime(folder) {}
}

extension PoolHost {
  private static let loopbacks = Atomic(0)

  /// An address of this machine that nothing else uses: on a shared one, the port that one server has left may be taken before the
  /// next one is there.
  fileprivate static func nextLoopback() -> Address {
    let number = loopbacks.add(1, ordering: .relaxed).newValue
    return .tcp(host: "127.1.\(number / 250).\(number % 250 + 1)", port: 0)
  }

  /// Runs `body` while a server is there.
  func serving(_ body: (Server) async throws -> Void) async throws {
    let server = try await serve()
    do {
      try await body(server)
    } catch {
      gate.open()
      await server.shutdown()
      throw error
    }
    gate.open()
    await server.shutdown()
  }
}
