package import CommonProto
package import NIOCore
import ProtobufCSupport

// Frames are written straight into the outgoing buffer: prefix first, then the caller packs the payload of the length that it
// announced behind it. Whether the frame may be sent is `Limits.allowsFrame(ofBytes:)`, asked before or after.

extension ByteBuffer {
  /// Appends the ten bytes of a frame header.
  package mutating func writeFrameHeader(
    dataLength: Int, streamID: UInt32, type: FrameType, flags: FrameFlags = []
  ) {
    writeMultipleIntegers(UInt32(truncatingIfNeeded: dataLength), streamID, type.rawValue, flags.rawValue)
  }

  /// Appends all of a successful response that stands before its payload: header, and the payload's tag and length.
  package mutating func writeResponsePrefix(payloadLength: Int, streamID: UInt32) {
    let dataLength = Self.fieldLength(ResponseEnvelope.payloadField, valueLength: payloadLength)
    writeFrameHeader(dataLength: dataLength, streamID: streamID, type: .response)
    writeFieldPrefix(ResponseEnvelope.payloadField, valueLength: payloadLength)
  }

  /// Appends a response that carries only `status`, cut to `limits`.
  package mutating func writeResponse(_ status: RPCStatus, streamID: UInt32, limits: Limits) {
    do throws(ProtobufError) {
      try status.bounded(by: limits).encode(into: &self) { length, buffer in
        let dataLength = Self.fieldLength(ResponseEnvelope.statusField, valueLength: length)
        buffer.writeFrameHeader(dataLength: dataLength, streamID: streamID, type: .response)
        buffer.writeFieldPrefix(ResponseEnvelope.statusField, valueLength: length)
      }
    } catch {
      // Out of memory: nothing was written, and the code of a small status always fits.
      writeFrameHeader(dataLength: 4, streamID: streamID, type: .response)
      writeFieldPrefix(ResponseEnvelope.statusField, valueLength: 2)
      writeTag(WireTag(field: 1, type: .varint))
      writeVarint(UInt64(StatusCode.resourceExhausted))
    }
  }

  /// Appends all of a request that stands before its payload.
  ///
  /// - Parameter payloadLength: 0 leaves the payload out, which a receiver reads as an empty message or, where the client
  ///   streams, as none.
  package mutating func writeRequestPrefix(
    _ head: RequestHead, payloadLength: Int, streamID: UInt32, flags: FrameFlags
  ) {
    let dataLength = head.encodedLength(payloadLength: payloadLength)
    writeFrameHeader(dataLength: dataLength, streamID: streamID, type: .request, flags: flags)
    head.encode(into: &self)
    writeFieldPrefix(RequestEnvelope.payloadField, valueLength: payloadLength)
  }

  /// Appends the header of a stream message of `payloadLength` bytes; an empty message is a message.
  package mutating func writeMessagePrefix(payloadLength: Int, streamID: UInt32) {
    writeFrameHeader(dataLength: payloadLength, streamID: streamID, type: .data)
  }

  /// Appends the frame that says that no more messages follow.
  package mutating func writeEndOfMessages(streamID: UInt32) {
    writeFrameHeader(dataLength: 0, streamID: streamID, type: .data, flags: [.remoteClosed, .noData])
  }
}

/// Protobuf fields of the envelope, all of which have numbers below 16.
extension ByteBuffer {
  /// Appends tag and length of a length-delimited field; nothing for an empty value, which proto3 leaves out.
  mutating func writeFieldPrefix(_ field: Int, valueLength: Int) {
    if valueLength == 0 { return }
    writeTag(WireTag(field: field, type: .lengthDelimited))
    writeVarint(UInt64(valueLength))
  }

  /// Appends a `string` field; nothing for an empty one.
  mutating func writeField(_ field: Int, _ value: String) {
    writeFieldPrefix(field, valueLength: value.utf8.count)
    writeString(value)
  }

  /// Bytes of a length-delimited field with its tag; 0 for an empty value.
  static func fieldLength(_ field: Int, valueLength: Int) -> Int {
    valueLength == 0 ? 0 : 1 + varintLength(of: UInt64(valueLength)) + valueLength
  }
}
