import CommonProto
import NIOCore
import ProtobufCSupport
import Testing

@testable import TTRPCWire

@Suite struct ResponseEnvelopeTests {
  @Test func anEmptyFrameIsSuccessWithoutAMessage() throws {
    let response = try ResponseEnvelope(decoding: ByteBuffer(), limits: Limits())
    #expect(response.status == RPCStatus())
    #expect(response.payload == nil)
  }

  @Test func statusAndPayloadAreRead() throws {
    let data = hex(
      """
      0a0e 0805 12026e6f 1a06 0a0174 120109 # status: code 5, message "no", a detail of type "t"
      1202 0102                             # payload
      1801                                  # unknown
      """)
    let response = try ResponseEnvelope(decoding: data, limits: Limits())
    #expect(response.status == RPCStatus(code: 5, message: "no", details: [ProtobufAny(typeUrl: "t", value: [9])]))
    #expect(response.payload == hex("0102"))
  }

  @Test func theLastOfARepeatedFieldCounts() throws {
    let response = try ResponseEnvelope(decoding: hex("0a020801 0a020802 120101 120102"), limits: Limits())
    #expect(response.status.code == 2)
    #expect(response.payload == hex("02"))
  }

  @Test func anEmptyStatusAsSomePeersSendItIsSuccess() throws {
    #expect(try ResponseEnvelope(decoding: hex("0a00"), limits: Limits()).status == RPCStatus())
  }

  @Test func aNegativeCodeIsKept() throws {
    let response = try ResponseEnvelope(decoding: hex("0a0b 08ffffffffffffffffff01"), limits: Limits())
    #expect(response.status.code == -1)
  }

  @Test(
    arguments: [
      ("0a02", ProtobufError.malformed), ("0a0208", .malformed), ("12", .malformed), ("0a0108", .malformed),
      ("0a03 1201ff", .invalidUTF8(field: "google.rpc.Status.message")),
    ])
  func hostileBytesAreRefused(_ bytes: String, _ error: ProtobufError) {
    #expect(throws: Refusal.malformedResponse(error)) { try ResponseEnvelope(decoding: hex(bytes), limits: Limits()) }
  }

  @Test func aLongStatusOfAPeerIsCut() throws {
    var status = ByteBuffer()
    try RPCStatus(code: 2, message: String(repeating: "x", count: 100_000)).encode(into: &status)
    var data = ByteBuffer()
    data.writeFieldPrefix(ResponseEnvelope.statusField, valueLength: status.readableBytes)
    data.writeImmutableBuffer(status)
    #expect(try ResponseEnvelope(decoding: data, limits: Limits()).status.message.utf8.count == 4_096)
  }
}
