/// The last byte of a frame header. Bits without a meaning for the frame's type are ignored by the receiver.
package struct FrameFlags: OptionSet, Hashable, Sendable {
  /// The byte at offset 9 of the header.
  package let rawValue: UInt8

  package init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// No bits: written out because an empty literal goes through a generic initializer.
  package static var none: FrameFlags { FrameFlags(rawValue: 0) }
  /// Request and data: the sender sends no more messages on this stream.
  package static var remoteClosed: FrameFlags { FrameFlags(rawValue: 1) }
  /// Request: the sender will send messages on this stream.
  package static var remoteOpen: FrameFlags { FrameFlags(rawValue: 2) }
  /// The frame carries no message, as opposed to an empty one.
  package static var noData: FrameFlags { FrameFlags(rawValue: 4) }
}
