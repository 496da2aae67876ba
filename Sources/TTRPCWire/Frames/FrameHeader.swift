package import NIOCore

/// The ten bytes before a frame's data.
package struct FrameHeader: Hashable, Sendable {
  /// Bytes of data that follow; what the peer claims, unchecked.
  package let dataLength: UInt32
  /// The stream that the frame belongs to; unchecked.
  package let streamID: UInt32
  /// What the frame is for.
  package let type: FrameType
  /// Bits whose meaning depends on `type`.
  package let flags: FrameFlags

  /// How many bytes a header is.
  package static var byteCount: Int { 10 }

  package init(dataLength: UInt32, streamID: UInt32, type: FrameType, flags: FrameFlags = []) {
    self.dataLength = dataLength
    self.streamID = streamID
    self.type = type
    self.flags = flags
  }

  /// Reads a header without consuming it; nil when fewer than ten bytes are readable.
  package init?(peeking buffer: ByteBuffer) {
    guard
      let (length, streamID, type, flags) = buffer.peekMultipleIntegers(as: (UInt32, UInt32, UInt8, UInt8).self)
    else { return nil }
    self.init(
      dataLength: length, streamID: streamID, type: FrameType(rawValue: type), flags: FrameFlags(rawValue: flags))
  }
}
