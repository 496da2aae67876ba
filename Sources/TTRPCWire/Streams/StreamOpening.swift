/// What a request's flags say of the messages that follow it.
package enum StreamOpening: Hashable, Sendable {
  /// No flags: one request, one response, no data.
  case unary
  /// `remoteClosed`: not unary, and the client sends nothing more.
  case remoteClosed
  /// `remoteOpen`: the client sends messages in data frames.
  case remoteOpen

  /// Nil when the flags contradict each other. Bits other than the two are passed over.
  init?(_ flags: FrameFlags) {
    switch (flags.contains(.remoteOpen), flags.contains(.remoteClosed)) {
    case (true, true): return nil
    case (true, false): self = .remoteOpen
    case (false, true): self = .remoteClosed
    case (false, false): self = .unary
    }
  }

  /// Why a request that opens like this does not fit a method of this shape; nil when it fits.
  ///
  /// A unary method takes `remoteClosed` too: nothing follows, and its response ends the stream.
  package func refusal(for shape: CallShape) -> Refusal? {
    switch self {
    case .unary: shape == .unary ? nil : .methodStreams
    case .remoteClosed: nil
    case .remoteOpen: shape.clientStreams ? nil : .clientMayNotStream
    }
  }
}
