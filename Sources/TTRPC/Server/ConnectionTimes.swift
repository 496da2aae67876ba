package import NIOCore

/// How long a server's connection may be of no use. Looked at by one timer per connection.
package struct ConnectionTimes: Hashable, Sendable {
  /// From the connection to its first byte.
  package var firstBytes = TimeAmount.seconds(60)
  /// From the first byte of a frame to its last.
  package var frame = TimeAmount.seconds(60)
  /// Without an open call and without a byte from the peer. A ping is both.
  package var idle = TimeAmount.hours(1)
  /// Until a peer that takes nothing of what waits for it is cut off: at the latest after this time, at the earliest after half
  /// of it.
  package var writeStall = TimeAmount.seconds(30)

  /// The defaults.
  package init() {}
}
