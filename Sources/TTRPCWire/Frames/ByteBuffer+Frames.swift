package import CommonProto
package import NIOCore
import ProtobufCSupport

// Frames are written straight into the outgoing buffer: prefix first, then the caller packs the payload of the length that it
// announced behind it. Whether the frame may be sent is `Limits.allowsFrame(ofBytes:)`, asked before or after.

extension ByteBuffer {
  /// Appends the ten bytes of a frame header.
  package mutating func writeFrameHeader(
    dataLength: Int, streamID: UInt32, type: FrameType, flags: FrameFlags = .none
  ) {
    writeWithUnsafeMutableBytes(minimumWritableBytes: FrameHeader.byteCount) { memory in
      memory.storeFrameHeader(dataLength: dataLength, streamID: streamID, type: type, flags: flags)
      return FrameHeader.byteCount
    }
  }

  /// Appends all of a successful response that stands before its payload: header, and the payload's tag and length.
  package mutating func writeResponsePrefix(payloadLength: Int, streamID: UInt32) {
    // Every call of a server comes here: one access to the buffer instead of one for each field.
    writeWithUnsafeMutableBytes(minimumWritableBytes: FrameHeader.byteCount + 11) { memory in
      let dataLength = Self.fieldLength(ResponseEnvelope.payloadField, valueLength: payloadLength)
      memory.storeFrameHeader(dataLength: dataLength, streamID: streamID, type: .response, flags: .none)
      if payloadLength == 0 { return FrameHeader.byteCount }
      memory[FrameHeader.byteCount] = UInt8(ResponseEnvelope.payloadField << 3) | WireType.lengthDelimited.rawValue
      var end = FrameHeader.byteCount + 1
      var rest = payloadLength
      while rest >= 0x80 {
        memory[end] = UInt8(truncatingIfNeeded: rest) | 0x80
        rest >>= 7
        end += 1
      }
      memory[end] = UInt8(truncatingIfNeeded: rest)
      return end + 1
    }
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

extension UnsafeMutableRawBufferPointer {
  /// Writes a header at the beginning of this memory, which has room for it.
  fileprivate func storeFrameHeader(dataLength: Int, streamID: UInt32, type: FrameType, flags: FrameFlags) {
    storeBytes(of: UInt32(truncatingIfNeeded: dataLength).bigEndian, as: UInt32.self)
    storeBytes(of: streamID.bigEndian, toByteOffset: 4, as: UInt32.self)
    self[8] = type.rawValue
    self[9] = flags.rawValue
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
