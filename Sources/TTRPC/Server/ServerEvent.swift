import NIOCore

/// What other threads tell a server's connection.
enum ServerEvent: Sendable {
  /// The handler of a call has ended. Where a response ends its stream, `frame` is it, whole.
  case finish(ServerCall, failure: RPCError?, frame: ByteBuffer)
  /// The handler of a stream sends a message; its whole frame.
  case message(streamID: UInt32, frame: ByteBuffer)
  /// The handler of a stream took a message of this many bytes.
  case took(streamID: UInt32, bytes: Int)
  /// Take no more calls, and close when the open ones have ended.
  case drain
  /// Answer the calls that still run.
  case drainTimeIsOver
}
