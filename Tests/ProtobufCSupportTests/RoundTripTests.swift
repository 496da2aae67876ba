import CommonProto
import NIOCore
import ProtobufCSupport
import TestAPI
import Testing

@Suite struct RoundTripTests {
  @Test func randomMessagesFromPythonComeBackAsTheyWere() throws {
    let corpus = try ProtocTool.corpus(seed: 20_261_123, messagesPerType: 60, types: Samples.types.map { $0.protobufName })
    #expect(corpus.count == 60 * Samples.types.count)
    let again = try corpus.map { message in
      let type = try #require(Samples.type(named: message.type))
      return ProtocTool.Encoded(type: message.type, bytes: try Samples.reencode(type, message.bytes))
    }
    for (original, read) in zip(corpus, try ProtocTool.canonical(again)) {
      #expect(read == original)
    }
    // Byte for byte, save where maps are: protobuf-c leaves a zero key or value of an entry out, Google's libraries write it.
    let withMaps: Set = [Maps.protobufName, WellKnown.protobufName, Envelope.protobufName, AllKinds.protobufName]
    for (original, ours) in zip(corpus, again) where !withMaps.contains(original.type) {
      #expect(ours == original)
    }
  }

  @Test func protocReadsWhatWeWriteAndWeReadWhatProtocWrites() throws {
    let corpus = try ProtocTool.corpus(seed: 7, messagesPerType: 3, types: Samples.types.map { $0.protobufName })
    for message in corpus {
      let type = try #require(Samples.type(named: message.type))
      let text = try ProtocTool.decode(message.type, try Samples.reencode(type, message.bytes))
      #expect(try ProtocTool.encode(message.type, text) == message.bytes, "\(message.type)")
    }
  }

  @Test func fieldsArriveUnderTheirOwnNames() throws {
    let text = try ProtocTool.decode(TenFields.protobufName, try Samples.encode(Samples.tenFields))
    for line in ["id: 4711", "english: \"a hedgehog crossing\"", "valid: true", "score: 0.75", "seconds: 1790000000", "nanos: 5"]
    {
      #expect(text.contains(line))
    }
    let decoded = try TenFields(decoding: ByteBuffer(bytes: try ProtocTool.encode(TenFields.protobufName, text)))
    #expect(decoded == Samples.tenFields)
  }

  @Test func absentAndDefaultPresentFieldsAreTold() throws {
    #expect(try Samples.encode(PresentScalars()).isEmpty)
    var present = PresentScalars()
    present.int32Value = 0
    present.stringValue = ""
    present.boolValue = false
    let decoded = try PresentScalars(decoding: ByteBuffer(bytes: try Samples.encode(present)))
    #expect(decoded == present)
    #expect(decoded.int32Value == 0 && decoded.stringValue == "" && decoded.int64Value == nil)
  }

  @Test func unknownEnumNumbersAreKept() throws {
    var message = Scalars()
    message.color = .unrecognized(-77)
    let decoded = try Scalars(decoding: ByteBuffer(bytes: try Samples.encode(message)))
    #expect(decoded.color == .unrecognized(-77))
  }

  @Test func embeddedNulAndLongTextKeepTheirLength() throws {
    var message = Leaf()
    for text in ["a\0b", "\0", String(repeating: "ż", count: 70_000)] {
      message.name = text
      #expect(try Leaf(decoding: ByteBuffer(bytes: try Samples.encode(message))).name.utf8.count == text.utf8.count)
    }
  }

  @Test func ofAScalarSentTwiceTheLastCountsAndOfASubmessageToo() throws {
    // Field 1 twice; field 9 (created_at) first with seconds, then with nanos. Google's libraries would merge the two
    // sub-messages; protobuf-c keeps the last, and no encoder splits a sub-message so.
    let bytes: [UInt8] = [0x08, 1, 0x4A, 2, 0x08, 5, 0x4A, 2, 0x10, 6, 0x08, 2]
    let message = try TenFields(decoding: ByteBuffer(bytes: bytes))
    #expect(message.id == 2)
    #expect(message.createdAt == ProtobufTimestamp(seconds: 0, nanos: 6))
  }

  @Test func encodingAppendsBehindAPrefixThatKnowsTheLength() throws {
    var buffer = ByteBuffer(string: "x")
    var announced = -1
    try Samples.tenFields.encode(into: &buffer) { length, buffer in
      announced = length
      buffer.writeInteger(UInt8(0xAA))
    }
    #expect(buffer.readableBytes == 2 + announced)
    #expect(buffer.getInteger(at: 1, as: UInt8.self) == 0xAA)
    #expect(try TenFields(decoding: buffer.getSlice(at: 2, length: announced)!) == Samples.tenFields)
  }
}
