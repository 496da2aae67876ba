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
  /// Where the stream id stands in it: four bytes, the highest first.
  package static var streamIDOffset: Int { 4 }

  package init(dataLength: UInt32, streamID: UInt32, type: FrameType, flags: FrameFlags = .none) {
    self.dataLength = dataLength
    self.streamID = streamID
    self.type = type
    self.flags = flags
  }

  /// Reads a header without consuming it; nil when fewer than ten bytes are readable.
  package init?(peeking buffer: ByteBuffer) {
    let header = buffer.withUnsafeReadableBytes { bytes -> FrameHeader? in
      if bytes.count < Self.byteCount { return nil }
      return FrameHeader(
        dataLength: UInt32(bigEndian: bytes.loadUnaligned(as: UInt32.self)),
        streamID: UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)),
        type: FrameType(rawValue: bytes[8]), flags: FrameFlags(rawValue: bytes[9]))
    }
    guard let header else { return nil }
    self = header
  }
}
