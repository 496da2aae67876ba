import NIOCore
import NIOPosix
import ProtobufCSupport
import TTRPC

extension Load {
  /// Calls from a Swift task for each call in flight.
  func runAsync() async throws -> Tally {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: settings.threads)
    var connections: [ClientConnection] = []
    for _ in 0..<settings.connections {
      connections.append(try await ClientConnection.connect(to: settings.address, on: group))
    }
    let window = Window(settings)
    let tally = await withTaskGroup(of: Tally.self) { tasks in
      for connection in connections {
        for _ in 0..<settings.inFlight { tasks.addTask { await callAgainAndAgain(connection, window) } }
      }
      return await tasks.reduce(into: Tally()) { $0.add($1) }
    }
    for connection in connections { await connection.close() }
    try await group.shutdownGracefully()
    return tally
  }

  private func callAgainAndAgain(_ connection: ClientConnection, _ window: Window) async -> Tally {
    var tally = Tally()
    var started = NIODeadline.now()
    while true {
      let failure = await failure(of: connection)
      let ended = NIODeadline.now()
      // Who cannot connect any more would fail without end.
      if !tally.record(started, ended, window, failure: failure) || failure?.code == .unavailable { return tally }
      started = ended
    }
  }

  private func failure(of connection: ClientConnection) async -> RPCError? {
    do throws(RPCError) {
      let _: Response = try await connection.unary(method, request, options: CallOptions())
      return nil
    } catch {
      return error
    }
  }
}
