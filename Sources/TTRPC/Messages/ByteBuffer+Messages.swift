import NIOCore
import ProtobufCSupport
import TTRPCWire

// Whole frames around messages, packed straight into the outgoing buffer. Each gives the error to send instead when the
// message does not fit; what was written then is to be dropped.
extension ByteBuffer {
  /// A successful response.
  mutating func writeResponse(_ message: some ProtobufMessage, streamID: UInt32, limits: Limits) -> RPCError? {
    writeFrame(message, limits) { length, buffer in
      buffer.writeResponsePrefix(payloadLength: length, streamID: streamID)
    }
  }

  /// A message of a stream.
  mutating func writeMessage(_ message: some ProtobufMessage, streamID: UInt32, limits: Limits) -> RPCError? {
    writeFrame(message, limits) { length, buffer in
      buffer.writeMessagePrefix(payloadLength: length, streamID: streamID)
    }
  }

  /// A request; its stream id is set later, with `setStreamID`.
  mutating func writeRequest(
    _ head: RequestHead, _ message: some ProtobufMessage, flags: FrameFlags, limits: Limits
  ) -> RPCError? {
    writeFrame(message, limits) { length, buffer in
      buffer.writeRequestPrefix(head, payloadLength: length, streamID: 0, flags: flags)
    }
  }

  /// Sets the stream id of the frame that this buffer consists of.
  mutating func setStreamID(_ streamID: UInt32) {
    setInteger(streamID, at: readerIndex + 4)
  }

  private mutating func writeFrame(
    _ message: some ProtobufMessage, _ limits: Limits, _ prefix: (Int, inout ByteBuffer) -> Void
  ) -> RPCError? {
    let start = writerIndex
    do throws(ProtobufError) {
      try message.encode(into: &self, prefix: prefix)
    } catch {
      return RPCError(error, message: type(of: message).protobufName)
    }
    let bytes = writerIndex - start
    if limits.allowsFrame(ofBytes: bytes) { return nil }
    return RPCError(Refusal.messageTooLarge(bytes: bytes, limitBytes: limits.frameBytes))
  }
}
