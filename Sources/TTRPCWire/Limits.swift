/// Bounds of one connection, the same type for server and client. What happens past each of them: `proto/PROTOCOL.md`.
package struct Limits: Hashable, Sendable {
  /// Longest data part of a frame, in bytes: 1 to 4 MiB, the protocol's own limit.
  package var frameBytes = 4 << 20
  /// Memory that one message may need while it is decoded, in bytes; the value made of it comes on top. Kept by the runtime.
  package var decodedBytes = 32 << 20
  /// Calls open at once on one connection. Calls answered at once, on the event loop, are not among them.
  package var streamsPerConnection = 1_024
  /// Received messages of one stream that its reader has not taken, in bytes, beyond the one that it takes next.
  package var waitingBytesPerStream = 1 << 20
  /// Received messages that no reader has taken, over all streams of a connection, in bytes.
  package var waitingBytesPerConnection = 32 << 20
  /// Bytes written to a connection and not yet accepted by its socket. Kept by the runtime.
  package var outboundBytesPerConnection = 8 << 20
  /// Longest request payload, in bytes, that an event loop may decode. Kept by the runtime.
  package var inlineFrameBytes = 16 << 10
  /// Metadata entries of one request.
  package var metadataEntries = 64
  /// Bytes of all keys and values of one request's metadata.
  package var metadataBytes = 16 << 10
  /// Bytes of a status message; longer ones are cut at a character, whether sent or received.
  package var statusMessageBytes = 4 << 10
  /// Details of a status; more are dropped, whether sent or received.
  package var statusDetails = 16
  /// Bytes of all type URLs and values of a status's details; those that do not fit are dropped.
  package var statusDetailBytes = 32 << 10

  /// The defaults.
  package init() {}

  /// Whether a whole frame, its header included, may be sent.
  package func allowsFrame(ofBytes bytes: Int) -> Bool {
    bytes <= frameBytes + FrameHeader.byteCount
  }
}
