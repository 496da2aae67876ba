import CommonProto
import NIOCore
import Testing

@testable import TTRPCWire

@Suite struct FrameWritingTests {
  @Test func aHeaderIsTenBytesBigEndian() {
    var bytes = ByteBuffer()
    bytes.writeFrameHeader(dataLength: 0x0001_0203, streamID: 0x0405_0607, type: .data, flags: [.remoteClosed])
    #expect(bytes.digits == "00 01 02 03 04 05 06 07 03 01")
  }

  @Test func aResponseHasItsPayloadPackedBehindThePrefix() {
    var bytes = ByteBuffer()
    bytes.writeResponsePrefix(payloadLength: 3, streamID: 9)
    bytes.writeBytes([1, 2, 3])
    #expect(bytes.digits == "00 00 00 05 00 00 00 09 02 00 12 03 01 02 03")
  }

  @Test func aResponseWithAnEmptyMessageIsAnEmptyFrame() {
    var bytes = ByteBuffer()
    bytes.writeResponsePrefix(payloadLength: 0, streamID: 1)
    #expect(bytes.digits == "00 00 00 00 00 00 00 01 02 00")
  }

  @Test func theAnnouncedLengthIsRightWhereTheLengthOfTheLengthChanges() throws {
    for length in [127, 128, 16_383, 16_384, 2_097_151, 2_097_152] {
      var bytes = ByteBuffer()
      bytes.writeResponsePrefix(payloadLength: length, streamID: 1)
      bytes.writeRepeatingByte(5, count: length)
      var decoder = FrameDecoder(limitBytes: 4 << 20)
      decoder.append(bytes)
      guard case .frame(let frame) = decoder.next() else {
        Issue.record("no frame of \(length)")
        continue
      }
      #expect(decoder.isAtFrameBoundary)
      #expect(try ResponseEnvelope(decoding: frame.data, limits: Limits()).payload?.readableBytes == length)
    }
  }

  @Test func aStatusIsWrittenAsTheSpecifiedMessage() {
    var bytes = ByteBuffer()
    bytes.writeResponse(RPCStatus(code: 5, message: "no"), streamID: 3, limits: Limits())
    #expect(bytes.digits == "00 00 00 08 00 00 00 03 02 00 0a 06 08 05 12 02 6e 6f")
  }

  @Test func aLongStatusIsCutToTheLimits() throws {
    let detail = ProtobufAny(typeUrl: "t", value: [UInt8](repeating: 1, count: 20_000))
    let status = RPCStatus(
      code: 8, message: String(repeating: "ż", count: 5_000), details: [detail, detail, ProtobufAny(typeUrl: "u", value: [])])
    var bytes = ByteBuffer()
    bytes.writeResponse(status, streamID: 1, limits: Limits())
    bytes.moveReaderIndex(forwardBy: FrameHeader.byteCount)
    let read = try ResponseEnvelope(decoding: bytes, limits: Limits()).status
    #expect(read.message == String(repeating: "ż", count: 2_048))
    #expect(read.details.map(\.typeUrl) == ["t", "u"])
  }

  @Test func aStatusHasAtMostAsManyDetailsAsTheLimit() {
    let status = RPCStatus(code: 1, details: Array(repeating: ProtobufAny(typeUrl: "t", value: []), count: 100))
    #expect(status.bounded(by: Limits()).details.count == 16)
  }

  @Test func aMessageIsCutBetweenCharactersOnly() {
    #expect("ażb".prefix(utf8Bytes: 4) == "ażb")
    #expect("ażb".prefix(utf8Bytes: 3) == "aż")
    #expect("ażb".prefix(utf8Bytes: 2) == "a")
    #expect("🙂".prefix(utf8Bytes: 3) == "")
  }

  @Test func aRequestHasEveryFieldAndItsPayloadLast() {
    var metadata = Metadata()
    metadata.append("v", for: "K")
    let head = RequestHead(service: "s.S", method: "M", timeoutNanoseconds: 300, metadata: metadata)
    var bytes = ByteBuffer()
    bytes.writeRequestPrefix(head, payloadLength: 2, streamID: 1, flags: [.remoteClosed])
    bytes.writeBytes([0xAA, 0xBB])
    #expect(
      bytes
        == hex(
          """
          00000017 00000001 01 01
          0a03 732e53        # service
          1201 4d            # method
          20ac02             # timeout_nano
          2a06 0a016b 120176 # metadata, key in lower case
          1a02 aabb          # payload
          """))
    #expect(head.encodedLength(payloadLength: 2) == 23)
  }

  @Test func aNegativeTimeoutTakesTenBytes() throws {
    let head = RequestHead(service: "s", method: "m", timeoutNanoseconds: -1)
    var bytes = ByteBuffer()
    bytes.writeRequestPrefix(head, payloadLength: 0, streamID: 1, flags: [])
    #expect(bytes == hex("00000011 00000001 01 00 0a0173 12016d 20ffffffffffffffffff01"))
  }

  @Test func messagesAndTheirEndAreDataFrames() {
    var bytes = ByteBuffer()
    bytes.writeMessagePrefix(payloadLength: 1, streamID: 5)
    bytes.writeInteger(UInt8(7))
    bytes.writeMessagePrefix(payloadLength: 0, streamID: 5)
    bytes.writeEndOfMessages(streamID: 5)
    #expect(bytes == hex("00000001 00000005 03 00 07  00000000 00000005 03 00  00000000 00000005 03 05"))
  }

  @Test func aFrameOfTheLimitMayBeSentAndNoLonger() {
    let limits = Limits()
    #expect(limits.allowsFrame(ofBytes: 10 + 4_194_304))
    #expect(!limits.allowsFrame(ofBytes: 10 + 4_194_305))
  }
}
