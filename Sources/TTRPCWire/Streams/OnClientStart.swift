/// What a client does about a new call.
package enum OnClientStart: Hashable, Sendable {
  /// Write the request with this stream id and these flags, before that of any later call.
  case write(streamID: UInt32, flags: FrameFlags)
  /// Fail the call; nothing was sent.
  case fail(Refusal)
}
