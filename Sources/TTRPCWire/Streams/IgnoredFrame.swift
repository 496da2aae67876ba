/// Why a frame is passed over without an answer; for a counter or a debugging log.
package enum IgnoredFrame: Hashable, Sendable {
  /// A type that this version does not know; later versions may.
  case unknownType
  /// A response to a server, or a request to a client.
  case wrongDirection
  /// The stream is over, or was never opened by this client. Frames that were under way when it ended come here.
  case streamOver
  /// The stream was cancelled and its handler still runs.
  case streamCancelled
  /// A data frame without a message that closes nothing, or closes what is closed.
  case nothingInIt
}
