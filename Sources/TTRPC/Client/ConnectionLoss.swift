import TTRPCWire

/// The cause of an UNAVAILABLE that the client itself gives because a connection serves the call no more.
enum ConnectionLoss: Error {
  /// No byte of the request has left: repeating the call cannot do anything twice.
  case beforeSending
  /// The server may have carried the call out.
  case afterSending
}

extension RPCError {
  static let connectionClosedBeforeSending = RPCError(
    .unavailable, "The connection was closed before the request was sent: connect again and repeat the call.",
    cause: ConnectionLoss.beforeSending)
  static let connectionLost = RPCError(
    .unavailable, RPCError.connectionClosed.message, cause: ConnectionLoss.afterSending)
  static let tooMuchUnsent = RPCError(
    .resourceExhausted, "Too many requests wait on this connection because the server does not read: wait for answers first.",
    cause: Crowded.unread
  ).explainingQuota()
}
