/// What a server does about a received frame. "The stream" is the one that the frame's header names.
package enum OnServerFrame: Hashable, Sendable {
  /// Read the envelope, find the method, check the opening against its shape. Then either answer at once, with nothing more
  /// to tell the state, or call `open`.
  case request(StreamOpening)
  /// Give the frame's data to the stream's handler as its next message; when `isLast`, none follow.
  case message(isLast: Bool)
  /// Tell the stream's handler that no more messages follow.
  case endOfMessages
  /// Write a response with this status. No handler knows the stream.
  case answer(Refusal)
  /// Cancel the stream's handler and write a response with this status. The stream is over.
  case fail(Refusal)
  /// Do nothing.
  case ignore(IgnoredFrame)
  /// Close the connection.
  case close(ConnectionFault)
}
