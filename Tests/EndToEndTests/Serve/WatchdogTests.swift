import Dispatch
import FiszkaAPI
import Glibc
import Logging
import NIOPosix
import Synchronization
import TTRPC
import Testing

@testable import fiszkad

@Suite(.timeLimit(.minutes(1))) struct WatchdogTests {
  /// A server of two event loops. `Hang` keeps the one that it is called on for a second and a half.
  private func server() throws -> Server {
    let hang = MethodRegistration.unary(.hang) { (_: GetMetricsRequest, _) throws(RPCError) in
      _ = DispatchSemaphore(value: 0).wait(timeout: .now() + 1.5)
      return GetMetricsResponse()
    }
    let metrics = MethodRegistration.unary(OperationsServiceMethods.getMetrics) { (_: GetMetricsRequest, _) throws(RPCError) in
      GetMetricsResponse()
    }
    var configuration = ServerConfiguration()
    configuration.eventLoopThreads = 2
    return try Server(
      [
        ServiceRegistration(service: MethodDescriptor.hang.service, methods: [hang]),
        ServiceRegistration(service: OperationsServiceMethods.getMetrics.service, methods: [metrics]),
      ],
      configuration: configuration, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }

  private func client(of server: Server, onEventLoop number: Int) async throws -> ClientConnection {
    var ends: [CInt] = [-1, -1]
    _ = try check(socketpair(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends), "make a pair of sockets")
    try await server.serve(connectedSocket: ends[0], onEventLoop: number)
    return try await ClientConnection.adopt(connectedSocket: ends[1], on: .singleton)
  }

  @Test(arguments: [0, 1]) func aServerOfWhichOneEventLoopHangsIsSilentUntilThatIsFree(_ number: Int) async throws {
    let folder = try TemporaryFolder()
    let socket = try NotifySocket(folder / "notify")
    let heard = Atomic(0)
    let listener = Task {
      for await message in socket.messages() where message == ["WATCHDOG=1"] { heard.add(1, ordering: .relaxed) }
    }
    let server = try server()
    let manager = ServiceManager { ["NOTIFY_SOCKET": socket.name, "WATCHDOG_USEC": "200000"][$0] }
    let watchdog = try #require(Watchdog(manager, server))
    let watching = Task { await watchdog.run() }
    while heard.load(ordering: .relaxed) == 0, !Task.isCancelled { await Task.yield() }
    let client = try await client(of: server, onEventLoop: number)
    let before = heard.load(ordering: .relaxed)
    // At work, 15 signs of life.
    let _: GetMetricsResponse = try await client.unary(.hang, GetMetricsRequest(), options: CallOptions())
    let during = heard.load(ordering: .relaxed) - before
    #expect(during <= 3, "\(during)")
    while heard.load(ordering: .relaxed) <= before + during, !Task.isCancelled { await Task.yield() }
    watching.cancel()
    await watching.value
    await client.close()
    await server.shutdown()
    // The last message that the listener waits for.
    manager.stopping()
    await listener.value
  }

  @Test func aServerThatOnlyItsWatchdogCallsIsAloneAndLetsGoOfItsCaches() async throws {
    let folder = try TemporaryFolder()
    let socket = try NotifySocket(folder / "notify")
    let server = try await RunningServer(
      ["--data", folder / "data", "--unix", folder / "s", "--log-level", "debug", "--event-loop-threads", "2"],
      ["NOTIFY_SOCKET": socket.name, "WATCHDOG_USEC": "400000"], home: folder)
    // Twice as many signs of life as its two looks take, and more, end a server that does not find itself alone.
    let listener = Task {
      var heard = 0
      for await _ in socket.messages() {
        heard += 1
        if heard == 100 { server.child.send(SIGTERM) }
      }
    }
    #expect(await server.log.first(containing: "nobody is connected") != nil)
    #expect(await server.stop() == 0)
    await listener.value
  }
}

extension MethodDescriptor {
  fileprivate static let hang = MethodDescriptor(
    service: "fiszka.test.v1.Hang", method: "Hang", kind: .unary,
    policy: MethodPolicy(access: .anyone, executionClass: .inline, longestRun: .seconds(10)))
}
