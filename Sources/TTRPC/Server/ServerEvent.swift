import NIOCore

/// What other threads tell a server's connection.
enum ServerEvent: Sendable {
  /// The handler of a stream has ended. Where a response ends the stream, `frame` is it, whole.
  case finish(streamID: UInt32, succeeded: Bool, frame: ByteBuffer)
  /// The handler of a stream sends a message; its whole frame.
  case message(streamID: UInt32, frame: ByteBuffer)
  /// The handler of a stream took a message of this many bytes.
  case took(streamID: UInt32, bytes: Int)
  /// Take no more calls, and close when the open ones have ended.
  case drain
}
