package import NIOCore

/// Who is at the other end of a server's connection, as the kernel says.
package enum Peer: Hashable, Sendable {
  /// A process on this machine, over a Unix socket: its user, group and process when it connected (SO_PEERCRED).
  case unix(userID: UInt32, groupID: UInt32, processID: Int32)
  /// A TCP peer's address.
  case tcp(SocketAddress)
  /// The kernel did not say.
  case unknown
}

extension Peer: CustomStringConvertible {
  /// For logs: "unix:uid=1000" or the address.
  package var description: String {
    switch self {
    case .unix(let userID, _, _): "unix:uid=\(userID)"
    case .tcp(let address): address.ipAddress.map { "tcp:\($0)" } ?? "tcp"
    case .unknown: "unknown"
    }
  }
}
