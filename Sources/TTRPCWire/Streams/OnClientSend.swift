/// What a client does about a message, or the end of messages, that a call wants to send.
package enum OnClientSend: Hashable, Sendable {
  /// Write the frame.
  case write
  /// Fail the send, not the call.
  case fail(Refusal)
}
