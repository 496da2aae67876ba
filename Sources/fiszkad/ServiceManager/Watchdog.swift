import FiszkaAPI
import Glibc
import NIOCore
import NIOPosix
import TTRPC

/// Tells the service manager that the server is alive, as long as it is: each time it calls the server over connections of its
/// own, one method on each event loop and one on the worker lane, and stays silent when any does not answer in time.
struct Watchdog {
  let manager: ServiceManager
  let server: Server
  /// Half of the time that the manager allows.
  let pause: Duration

  /// Nil when the manager does not watch.
  init?(_ manager: ServiceManager, _ server: Server) {
    guard let allowed = manager.watchdog else { return nil }
    self.manager = manager
    self.server = server
    pause = allowed / 2
  }

  /// Runs until the task is cancelled.
  func run() async {
    while !Task.isCancelled {
      let start = ContinuousClock.now
      do {
        try await look()
        // Connecting to an event loop that hangs has no limit of its own.
        if .now - start <= pause { manager.alive() }
      } catch {
        // Silence tells the manager.
      }
      do {
        try await Task.sleep(until: start + pause, clock: .continuous)
      } catch {
        return
      }
    }
  }

  /// Over new connections each time: between two looks they could be closed as idle.
  private func look() async throws {
    var clients: [ClientConnection] = []
    let outcome: Result<Void, any Error>
    do {
      for number in 0..<server.eventLoopCount { clients.append(try await connect(toEventLoop: number)) }
      outcome = .success(try await ask(clients))
    } catch {
      outcome = .failure(error)
    }
    for client in clients { await client.close() }
    try outcome.get()
  }

  /// Asks all at once, so that the answers take no longer than the slowest of them.
  private func ask(_ clients: [ClientConnection]) async throws {
    let options = CallOptions(timeout: pause)
    try await withThrowingTaskGroup(of: Void.self) { calls in
      for client in clients {
        calls.addTask { _ = try await ControlServiceClient(client).ping(PingRequest(), options: options) }
      }
      calls.addTask { try await askWorker(clients[0], options) }
      try await calls.waitForAll()
    }
  }

  private func askWorker(_ client: ClientConnection, _ options: CallOptions) async throws(RPCError) {
    do {
      _ = try await OperationsServiceClient(client).getMetrics(GetMetricsRequest(), options: options)
    } catch  where error.code == .unauthenticated {
      // Where Unix peers are not known by their user, the call is refused; that is decided on the worker lane, which answers.
    }
  }

  private func connect(toEventLoop number: Int) async throws -> ClientConnection {
    var ends: [CInt] = [-1, -1]
    let type = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
      throw StartFailure(StartFailure.systemError())
    }
    do {
      try await server.serve(connectedSocket: ends[0], onEventLoop: number)
    } catch {
      Glibc.close(ends[1])
      throw error
    }
    return try await ClientConnection.adopt(connectedSocket: ends[1], on: .singleton)
  }
}
