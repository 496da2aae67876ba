/// What a server does about a request that it wants to serve later than at once.
package enum OnServerOpen: Hashable, Sendable {
  /// Start the handler; end the stream with `finish`.
  case start
  /// Write a response with this status. The stream was not opened.
  case answer(Refusal)
}
