/// What a server does about a message that a handler wants to send.
package enum OnServerSend: Hashable, Sendable {
  /// Write it as a data frame.
  case write
  /// Drop it: the client gave the stream up, or it is over, or the method does not stream this way. The handler's next send
  /// should fail.
  case drop
}
