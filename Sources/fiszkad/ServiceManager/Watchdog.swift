import FiszkaAPI
import Glibc
import NIOCore
import NIOPosix
import TTRPC

/// Tells the service manager that the server is alive, as long as it is: each time it calls the server over a connection of its
/// own, one method on the event loop and one on the worker lane, and stays silent when either does not answer in time.
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
    var client: ClientConnection?
    while !Task.isCancelled {
      let start = ContinuousClock.now
      do {
        let connection = if let client { client } else { try await connect() }
        client = connection
        try await ask(connection)
        manager.alive()
      } catch {
        // Silence tells the manager. A connection that failed is made anew.
        await client?.close()
        client = nil
      }
      do {
        try await Task.sleep(until: start + pause, clock: .continuous)
      } catch {
        break
      }
    }
    await client?.close()
  }

  private func ask(_ client: ClientConnection) async throws(RPCError) {
    let options = CallOptions(timeout: pause)
    _ = try await ControlServiceClient(client).ping(PingRequest(), options: options)
    do {
      _ = try await OperationsServiceClient(client).getMetrics(GetMetricsRequest(), options: options)
    } catch  where error.code == .unauthenticated {
      // Where Unix peers are not known by their user, the call is refused; that is decided on the worker lane, which answers.
    }
  }

  private func connect() async throws -> ClientConnection {
    var ends: [CInt] = [-1, -1]
    let type = CInt(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, type, 0, &ends) == 0 else {
      throw StartFailure(StartFailure.systemError())
    }
    do {
      try await server.serve(connectedSocket: ends[0])
    } catch {
      close(ends[1])
      throw error
    }
    return try await ClientConnection.adopt(connectedSocket: ends[1], on: .singleton)
  }
}
