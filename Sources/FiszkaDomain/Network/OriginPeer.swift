/// Who is at the other end of a connection, as the kernel says.
package enum OriginPeer: Hashable, Sendable {
  /// A process of this user on this machine.
  case unix(userID: UInt32)
  case ip(IPAddress)
  /// The kernel did not say.
  case unknown
}
