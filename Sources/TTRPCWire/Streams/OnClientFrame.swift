/// What a client does about a received frame. "The call" is the one whose stream the frame's header names.
package enum OnClientFrame: Hashable, Sendable {
  /// Read the frame's data as a `ResponseEnvelope` and end the call with it. Where the server streams, a payload is the last
  /// message; the end is good when the status is.
  case response
  /// Give the frame's data to the call as its next message; when `isLast`, the call has ended well.
  case message(isLast: Bool)
  /// The call has ended well.
  case end
  /// End the call with this error; when `cancelling`, the server may be told to stop, with `ControlService/Cancel`.
  case fail(Refusal, cancelling: Bool)
  /// Do nothing.
  case ignore(IgnoredFrame)
  /// Close the connection: every call on it fails.
  case close(ConnectionFault)
}
