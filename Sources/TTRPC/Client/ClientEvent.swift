import NIOCore

/// What callers tell a client's connection, from any thread.
enum ClientEvent: Sendable {
  /// A call with its whole request frame, save the stream id.
  case start(ClientCall, frame: ByteBuffer)
  /// A message of a stream; its whole frame, save the stream id.
  case message(ClientCall, frame: ByteBuffer)
  /// No more messages follow on a stream.
  case endOfMessages(ClientCall)
  /// The caller took a message of this many bytes.
  case took(ClientCall, bytes: Int)
  /// The caller gives the call up.
  case abandon(ClientCall, RPCError)
  /// Close the connection.
  case close
}
