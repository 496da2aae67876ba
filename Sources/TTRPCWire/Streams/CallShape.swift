/// Which sides of a call may send more than one message.
package enum CallShape: Hashable, Sendable {
  case unary
  case clientStreaming
  case serverStreaming
  case bidirectional

  /// Whether the client sends any number of messages, in data frames.
  package var clientStreams: Bool { self == .clientStreaming || self == .bidirectional }
  /// Whether the server sends any number of messages, in data frames.
  package var serverStreams: Bool { self == .serverStreaming || self == .bidirectional }
}
