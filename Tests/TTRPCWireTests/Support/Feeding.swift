import NIOCore

@testable import TTRPCWire

/// How a connection's bytes arrive.
enum Feeding: CaseIterable, Sendable {
  case whole
  case byteByByte
  /// Every chunk is given to the decoder before the first frame is asked for.
  case allAtOnceInChunksOfThree

  func chunks(of bytes: ByteBuffer) -> [ByteBuffer] {
    switch self {
    case .whole: [bytes]
    case .byteByByte: bytes.readableBytesView.map { ByteBuffer(bytes: [$0]) }
    case .allAtOnceInChunksOfThree:
      stride(from: 0, to: bytes.readableBytes, by: 3).map { start in
        ByteBuffer(bytes: bytes.readableBytesView.dropFirst(start).prefix(3))
      }
    }
  }
}

extension FrameDecoder {
  /// Everything that the decoder makes of `bytes`.
  mutating func events(of bytes: ByteBuffer, fed feeding: Feeding) -> [Event] {
    var events: [Event] = []
    for chunk in feeding.chunks(of: bytes) {
      append(chunk)
      if feeding != .allAtOnceInChunksOfThree { events += remainingEvents() }
    }
    return events + remainingEvents()
  }

  mutating func remainingEvents() -> [Event] {
    var events: [Event] = []
    while let event = next() { events.append(event) }
    return events
  }
}

/// A frame as the peer would write it.
func frame(_ type: FrameType, _ streamID: UInt32, _ flags: FrameFlags = [], _ data: ByteBuffer = ByteBuffer()) -> ByteBuffer {
  var bytes = ByteBuffer()
  bytes.writeFrameHeader(dataLength: data.readableBytes, streamID: streamID, type: type, flags: flags)
  bytes.writeImmutableBuffer(data)
  return bytes
}

extension FrameHeader {
  static func request(_ streamID: UInt32, _ flags: FrameFlags = [], bytes: UInt32 = 8) -> FrameHeader {
    FrameHeader(dataLength: bytes, streamID: streamID, type: .request, flags: flags)
  }

  static func response(_ streamID: UInt32, _ flags: FrameFlags = [], bytes: UInt32 = 8) -> FrameHeader {
    FrameHeader(dataLength: bytes, streamID: streamID, type: .response, flags: flags)
  }

  static func data(_ streamID: UInt32, _ flags: FrameFlags = [], bytes: UInt32 = 8) -> FrameHeader {
    FrameHeader(dataLength: bytes, streamID: streamID, type: .data, flags: flags)
  }
}
