/// Why a connection is closed without an answer.
package enum ConnectionFault: Error, Hashable, Sendable {
  /// A frame of unknown type that claims more data than any frame may have: the peer does not speak ttrpc.
  case notTTRPC(FrameHeader)
}
