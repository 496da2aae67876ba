/// What a frame is for. Types that this version does not know are kept as they are, because a receiver passes over them.
package struct FrameType: RawRepresentable, Hashable, Sendable {
  /// The byte at offset 8 of the header.
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// Starts a stream; client to server.
  package static var request: FrameType { FrameType(rawValue: 1) }
  /// Ends a stream; server to client.
  package static var response: FrameType { FrameType(rawValue: 2) }
  /// A message of a stream, either way.
  package static var data: FrameType { FrameType(rawValue: 3) }

  /// Whether this version gives the type a meaning.
  package var isKnown: Bool { (1...3).contains(rawValue) }
}
