package import ProtobufCSupport

/// Why the protocol itself ends or never starts a call. Each has a line in `proto/PROTOCOL.md`.
///
/// A server sends `status` as the response; a client hands it to the caller of the stream.
package enum Refusal: Error, Hashable, Sendable {
  // A request that starts nothing.

  /// A client's stream id is even, or 0.
  case evenStreamID
  /// A request names a stream id that is not above every earlier one of its connection.
  case streamIDNotIncreasing(highest: UInt32)
  /// A request says both that more data follow and that none do.
  case contradictoryFlags
  /// A request says that it sends messages to a method that takes exactly one.
  case clientMayNotStream
  /// A unary request for a method that streams.
  case methodStreams
  /// The envelope cannot be read.
  case malformedRequest(ProtobufError)
  case metadataEntries(limit: Int)
  case metadataBytes(limit: Int)
  /// No such service; its name, cut.
  case unknownService(String)
  /// The service has no such method; its name, cut.
  case unknownMethod(String)
  /// As many calls are open as the connection may have.
  case tooManyStreams(limit: Int)
  /// The server finishes what it has and takes nothing new.
  case draining

  // A frame that ends a stream.

  /// A frame claims more data than allowed.
  case frameTooLarge(bytes: UInt32, limitBytes: Int)
  /// A response or message of one's own is longer than a frame may be.
  case messageTooLarge(bytes: Int, limitBytes: Int)
  /// Data for a stream that no request started.
  case streamNotOpen
  /// A client's data on a unary call.
  case dataOnUnaryCall
  /// A message after its sender said that none follow.
  case dataAfterClose
  /// A client's frame says that it carries no message and carries bytes.
  case noDataWithBytes
  /// More unread messages than a stream may hold.
  case streamWaitingBytes(limitBytes: Int)
  /// More unread messages than a connection may hold.
  case connectionWaitingBytes(limitBytes: Int)
  /// A server's data frame that the method has no place for, or that contradicts itself.
  case unexpectedServerData
  /// A server's response cannot be read.
  case malformedResponse(ProtobufError)

  // A client's own.

  /// The connection's stream ids are used up; a new connection has new ones.
  case streamIDsExhausted
  /// The stream is over, or its sending side was closed, or its method does not stream this way.
  case mayNotSend
}
