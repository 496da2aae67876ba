import Glibc
import Logging
import NIOCore

/// What all connections of a server share.
struct ServerEnvironment: Sendable {
  let registry: MethodRegistry
  let configuration: ServerConfiguration
  let lanes: Lanes
  let metrics: ServerMetrics
  let logger: Logger
  let callLog: CallLog
  let connections = ConnectionSet()
  /// Of the lines about connections that are of no use.
  let logPaces = LogPaces()

  init(
    registry: MethodRegistry, configuration: ServerConfiguration, lanes: Lanes, metrics: ServerMetrics, logger: Logger
  ) {
    self.registry = registry
    self.configuration = configuration
    self.lanes = lanes
    self.metrics = metrics
    self.logger = logger
    callLog = CallLog(logger, slow: configuration.slowCall)
  }

  /// Makes `channel` a connection of this server. On its event loop.
  ///
  /// - Parameter isOwn: Whether this process made it itself; it is served also when as many are open as allowed, and not counted.
  func adopt(_ channel: any Channel, isOwn: Bool = false) -> EventLoopFuture<Void> {
    guard isOwn || connections.callerCount < configuration.connections else {
      metrics.connectionRefused()
      if let others = logPaces.admit(.refused, at: .now()) {
        logger.warning(
          "A connection was closed at once: as many are open as allowed.",
          metadata: ["limit": "\(configuration.connections)", "unlogged": "\(others)"])
      }
      return channel.eventLoop.makeFailedFuture(ChannelError.outputClosed)
    }
    return channel.eventLoop.makeCompletedFuture {
      let connection = ServerConnection(self, channel: channel, peer: Peer(of: channel), isOwn: isOwn)
      try channel.pipeline.syncOperations.addHandler(connection)
    }
  }
}

extension Peer {
  /// Asks the kernel. On the channel's event loop.
  fileprivate init(of channel: any Channel) {
    if let address = channel.remoteAddress, address.ipAddress != nil {
      self = .tcp(address)
      return
    }
    guard let provider = channel as? any SocketOptionProvider else {
      self = .unknown
      return
    }
    // On the event loop the answer is there at once.
    var credentials: PeerCredentials?
    provider.unsafeGetSocketOption(level: .socket, name: .init(rawValue: SO_PEERCRED)).assumeIsolated().whenSuccess {
      (answer: PeerCredentials) in credentials = answer
    }
    self = credentials.map { Peer.unix(userID: $0.userID, groupID: $0.groupID, processID: $0.processID) } ?? Peer.unknown
  }
}

/// The kernel's `struct ucred`, which Glibc's module does not show.
private struct PeerCredentials {
  var processID: Int32 = 0
  var userID: UInt32 = 0
  var groupID: UInt32 = 0
}
