/// Which frame ends a stream whose handler has returned.
package enum OnServerFinish: Hashable, Sendable {
  /// A response with the handler's status and, where the server does not stream, its message.
  case response
  /// A data frame with flags remote closed and no data: the good end of a server's stream.
  case endOfMessages
  /// None: the stream was over already.
  case nothing
}
