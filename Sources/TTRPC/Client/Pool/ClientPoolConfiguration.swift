package import NIOCore
package import TTRPCWire

/// How a `ClientPool` behaves.
package struct ClientPoolConfiguration: Sendable {
  /// Connections that take new calls, opened or being opened; at least 1. While a server leaves, as many old ones finish
  /// their calls beside them.
  package var connections = 4
  /// Calls at once on one connection; at least 1, and no more than `limits` allow.
  package var callsPerConnection = 256
  /// Calls that may wait for a connection at once.
  package var waitingCalls = 1_024
  /// Longest time that an attempt of a call waits for a connection; the call's own deadline may end it earlier.
  package var longestWait = Duration.seconds(10)
  /// How often a call may be tried, the first time included; at least 1.
  package var attempts = 5
  /// Longest time for opening one connection, and as long again for the server's first answer on it.
  package var connectTimeout = TimeAmount.seconds(5)
  /// Pause after the first failed connect; it doubles with each further one. Jitter takes up to half of it.
  package var firstPause = Duration.milliseconds(50)
  /// The pause grows no longer than this.
  package var longestPause = Duration.seconds(5)
  /// Of every connection.
  package var limits = Limits()

  package init() {}
}
