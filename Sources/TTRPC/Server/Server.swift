import Glibc
package import Logging
import NIOCore
import NIOPosix
import Synchronization
import TTRPCWire

/// A ttrpc server: any number of listeners, one set of services.
///
/// Usable from any thread. `shutdown` must be called before it is let go.
package final class Server: Sendable {
  private let configuration: ServerConfiguration
  private let environment: ServerEnvironment
  private let group: MultiThreadedEventLoopGroup
  private let lanes: Lanes
  private let state = Mutex(State())

  private struct State {
    var listeners: [Listener] = []
    var isShutDown = false
  }

  private struct Listener {
    let channel: any Channel
    let file: (path: String, identity: UnixSocket.FileIdentity)?
  }

  /// - Parameters:
  ///   - interceptors: Run around every handler, in this order.
  ///   - metrics: Counts what this server does, and no other's.
  /// - Throws: INTERNAL when a method is registered twice or does not fit its policy.
  package init(
    _ services: [ServiceRegistration], interceptors: [any Interceptor] = [],
    configuration: ServerConfiguration = ServerConfiguration(), metrics: ServerMetrics = ServerMetrics(), logger: Logger
  ) throws(RPCError) {
    let registry = try MethodRegistry(services + [.controlService(ControlCalls())], interceptors: interceptors, metrics: metrics)
    self.configuration = configuration
    group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.eventLoopThreads)
    lanes = Lanes(configuration)
    metrics.add(lanes.worker, name: "worker")
    metrics.add(lanes.long, name: "long")
    metrics.add(lanes.hashing, name: "hashing")
    metrics.add(lanes.speech, name: "speech")
    environment = ServerEnvironment(
      registry: registry, configuration: configuration, lanes: lanes, metrics: metrics, logger: logger)
  }

  /// Starts to accept connections; returns the address with the port that the system chose.
  ///
  /// - Throws: `SocketError`, also when something else has the address.
  package func listen(on address: Address) async throws(SocketError) -> Address {
    try refuseAfterShutdown(address)
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelOption(.backlog, value: 1_024)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      // The connection asks for each chunk.
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.writeBufferWaterMark, value: .init(low: 256 << 10, high: 1 << 20))
      .childChannelInitializer { [environment] channel in environment.adopt(channel) }
    var file: (path: String, identity: UnixSocket.FileIdentity)?
    let channel: any Channel
    do {
      switch address {
      case .tcp(let host, let port):
        channel = try await bootstrap.childChannelOption(.tcpOption(.tcp_nodelay), value: 1).bind(host: host, port: port).get()
      case .unix, .abstract:
        let (descriptor, identity) = try UnixSocket.listen(
          address, mode: configuration.unixMode, group: configuration.unixGroup, backlog: 1_024)
        if case .unix(let path) = address, let identity { file = (path, identity) }
        channel = try await bootstrap.withBoundSocket(descriptor).get()
        // NIO has shortened the queue to 128, whatever the option says. The channel keeps the descriptor open.
        try UnixSocket.setBacklog(1_024, of: descriptor, address)
      }
    } catch let error as SocketError {
      throw error
    } catch {
      throw SocketError(address, cannot: "listen on", error)
    }
    let listener = Listener(channel: channel, file: file)
    let isKept = state.withLock { state in
      if !state.isShutDown { state.listeners.append(listener) }
      return !state.isShutDown
    }
    if !isKept {
      await end(listener, listener.channel.close())
      try refuseAfterShutdown(address)
    }
    guard case .tcp(let host, _) = address, let port = channel.localAddress?.port else { return address }
    return .tcp(host: host, port: port)
  }

  /// Event loops, which carry bytes and run INLINE handlers.
  package var eventLoopCount: Int { configuration.eventLoopThreads }

  /// Serves a connection that exists already, such as one end of a socket pair. The server owns the descriptor from now on,
  /// and serves it whatever the limit of connections says.
  ///
  /// - Parameter number: Which event loop is to carry it, from 0 and below `eventLoopCount`; nil: the next in turn.
  package func serve(connectedSocket descriptor: CInt, onEventLoop number: Int? = nil) async throws(SocketError) {
    let eventLoop: (any EventLoopGroup)? = number.map { Array(group.makeIterator())[$0] }
    _ = try await adopt(descriptor, on: eventLoop ?? group)
  }

  /// The same, and returns when the connection is closed.
  package func serveUntilClosed(connectedSocket descriptor: CInt) async throws(SocketError) {
    let channel = try await adopt(descriptor, on: group)
    // It has closed either way.
    try? await channel.closeFuture.get()
  }

  private func adopt(_ descriptor: CInt, on group: any EventLoopGroup) async throws(SocketError) -> any Channel {
    do throws(SocketError) {
      try refuseAfterShutdown(.abstract(name: "connected"))
    } catch {
      Glibc.close(descriptor)
      throw error
    }
    do {
      return try await ClientBootstrap(group: group)
        .channelOption(.maxMessagesPerRead, value: 1)
        .channelOption(.autoRead, value: false)
        .channelOption(.writeBufferWaterMark, value: .init(low: 256 << 10, high: 1 << 20))
        .channelInitializer { [environment] channel in environment.adopt(channel, isOwn: true) }
        .withConnectedSocket(descriptor).get()
    } catch {
      throw SocketError(address: .abstract(name: "connected"), problem: "cannot serve it: \(error)")
    }
  }

  /// Connections open now.
  package var openConnections: Int { environment.connections.count }
  /// Connections open now that were accepted, without those that `serve` was given.
  package var callerConnections: Int { environment.connections.callerCount }

  /// Stops accepting, lets the calls that run end within the drain time, closes everything, removes the socket files, and
  /// ends the threads. Calls that come meanwhile get UNAVAILABLE. Returns when all is done; calling it again does nothing.
  package func shutdown() async {
    let listeners = state.withLock { state -> [Listener]? in
      if state.isShutDown { return nil }
      state.isShutDown = true
      defer { state.listeners = [] }
      return state.listeners
    }
    guard let listeners else { return }
    // All at once: an event loop that hangs may carry a listener, too.
    let closing = listeners.map { ($0, $0.channel.close()) }
    environment.connections.drain(within: configuration.drainTime)
    for (listener, closed) in closing { await end(listener, closed) }
    await environment.connections.untilEmpty()
    await lanes.shutdown()
    do {
      try await group.shutdownGracefully()
    } catch {
      environment.logger.error("The event loops did not end in good order.", metadata: ["error": "\(error)"])
    }
  }

  private func end(_ listener: Listener, _ closed: EventLoopFuture<Void>) async {
    // Closing is what was wanted: a listener that is closed already is as good.
    try? await closed.get()
    if let file = listener.file { UnixSocket.remove(file.path, file.identity) }
  }

  /// The event loops take nothing once they have ended.
  private func refuseAfterShutdown(_ address: Address) throws(SocketError) {
    if state.withLock({ $0.isShutDown }) {
      throw SocketError(address: address, problem: "the server was shut down; make another one")
    }
  }
}
