import NIOCore
import ProtobufCSupport
import Testing

@testable import TTRPCWire

@Suite struct RequestEnvelopeTests {
  /// As `protoc --encode=ttrpc.Request` of libprotoc 3.21 writes it.
  private static let full = hex(
    """
    0a12 6669737a6b612e76312e576f726453657276                    # service "fiszka.v1.WordServ"
    1203 476574                                                  # method "Get"
    1a04 08960100                                                # payload
    2080a8d6b907                                                 # timeout_nano 2000000000
    2a1a 0a0d617574686f72697a6174696f6e 120942656172657220 7879  # "authorization": "Bearer xy"
    2a07 0a0141 12025a5a                                         # "A": "ZZ"
    2a03 0a016b                                                  # "k": ""
    """)

  @Test func everyFieldIsReadWithoutCopyingThePayload() throws {
    let request = try RequestEnvelope(decoding: Self.full, limits: Limits())
    #expect(request.service == "fiszka.v1.WordServ")
    #expect(request.method == "Get")
    #expect(Array(request.serviceBytes) == Array("fiszka.v1.WordServ".utf8))
    #expect(Array(request.methodBytes) == Array("Get".utf8))
    #expect(request.payload == hex("08960100"))
    #expect(request.timeoutNanoseconds == 2_000_000_000)
    #expect(request.metadata.count == 3)
    #expect(request.metadata.first("Authorization") == "Bearer xy")
    #expect(request.metadata.first("a") == "ZZ")
    #expect(request.metadata.first("k") == "")
    #expect(request.metadata.first("b") == nil)
    #expect(request.metadata.list().entries.map(\.key) == ["authorization", "A", "k"])
    let base = Self.full.withUnsafeReadableBytes { $0.baseAddress }
    #expect(request.payload?.withUnsafeReadableBytes { $0.baseAddress } == base.map { $0 + 27 })
  }

  @Test func everyValueOfAKeyIsReadInOrderWhateverItsCase() throws {
    var head = RequestHead(service: "s", method: "m")
    for (key, value) in [("a", "1"), ("b", "2"), ("A", "3"), ("ab", "4"), ("a", "")] { head.metadata.append(value, for: key) }
    var bytes = ByteBuffer()
    head.encode(into: &bytes)
    let metadata = try RequestEnvelope(decoding: bytes, limits: Limits()).metadata
    #expect(metadata.all("A") == ["1", "3", ""])
    #expect(metadata.all("b") == ["2"])
    #expect(metadata.all("c") == [])
    #expect(try RequestEnvelope(decoding: Self.full, limits: Limits()).metadata.all("A") == ["ZZ"])
  }

  @Test func anEnvelopeInTheMiddleOfABufferIsReadTheSame() throws {
    let buffer = hex("ffffff") + Self.full + hex("ffff")
    let data = try #require(buffer.getSlice(at: 3, length: Self.full.readableBytes))
    let request = try RequestEnvelope(decoding: data, limits: Limits())
    #expect(request.service == "fiszka.v1.WordServ")
    #expect(request.payload == hex("08960100"))
    #expect(request.metadata.list().first("a") == "ZZ")
  }

  @Test func anEmptyEnvelopeHasEmptyNamesAndNoPayload() throws {
    let request = try RequestEnvelope(decoding: ByteBuffer(), limits: Limits())
    #expect(request.service == "")
    #expect(request.payload == nil)
    #expect(request.message.readableBytes == 0)
    #expect(request.timeoutNanoseconds == 0)
    #expect(request.metadata.isEmpty)
    #expect(request.metadata.list().isEmpty)
  }

  @Test func theLastOfARepeatedFieldCounts() throws {
    let twice = hex("0a0161 120162 1a0163 2001 0a0178 120179 1a017a 2002")
    let request = try RequestEnvelope(decoding: twice, limits: Limits())
    #expect(request.service == "x")
    #expect(request.method == "y")
    #expect(request.payload == hex("7a"))
    #expect(request.timeoutNanoseconds == 2)
    let metadata = hex("2a0c 0a0161 120162 0a0163 120164")
    #expect(try RequestEnvelope(decoding: metadata, limits: Limits()).metadata.list().entries == [.init(key: "c", value: "d")])
  }

  @Test(
    arguments: [
      "3001", "320161", "3d01020304", "310102030405060708", "fa3f0161",  // fields 6 and 1023
      "0801", "1001", "1801", "2201aa", "2801",  // known numbers with another layout
      "2a02 1801",  // an unknown field in a pair
    ])
  func whatIsUnknownIsPassedOver(_ unknown: String) throws {
    let request = try RequestEnvelope(decoding: hex(unknown) + hex("0a0161 120162") + hex(unknown), limits: Limits())
    #expect(request.service == "a")
    #expect(request.method == "b")
    #expect(request.timeoutNanoseconds == 0)
  }

  @Test(
    arguments: [
      ("0aff", ProtobufError.malformed), ("0a0261", .malformed), ("0affffffff0f61", .malformed), ("08", .malformed),
      ("00", .malformed), ("0b", .malformed), ("2a020a05", .malformed), ("2a020a0561", .malformed),
      ("20ffffffffffffffffff02", .malformed), ("0a01ff", .invalidUTF8(field: "ttrpc.Request.service")),
      ("1202c328", .invalidUTF8(field: "ttrpc.Request.method")),
      ("0a0a61616161616161616180", .invalidUTF8(field: "ttrpc.Request.service")),
      ("2a030a01ff", .invalidUTF8(field: "ttrpc.KeyValue.key")),
      ("2a05 1203eda080", .invalidUTF8(field: "ttrpc.KeyValue.value")),
    ])
  func hostileBytesAreRefused(_ bytes: String, _ error: ProtobufError) {
    #expect(throws: Refusal.malformedRequest(error)) { try RequestEnvelope(decoding: hex(bytes), limits: Limits()) }
  }

  @Test func everyTruncationIsReadOrRefusedAndNeverMore() {
    for count in 0..<Self.full.readableBytes {
      let part = ByteBuffer(bytes: Self.full.readableBytesView.prefix(count))
      do throws(Refusal) {
        let request = try RequestEnvelope(decoding: part, limits: Limits())
        #expect(request.metadata.count < 3)
      } catch {
        #expect(error == .malformedRequest(.malformed))
      }
    }
  }

  @Test func namesOfAnyScriptAreRead() throws {
    let request = try RequestEnvelope(decoding: hex("0a09 73c582c3b377c5bc61"), limits: Limits())
    #expect(request.service == "słówża")
  }

  @Test func timeoutsAreBoundedSoThatAClockCanTakeThem() throws {
    let longest = try RequestEnvelope(decoding: hex("20ffffffffffffffff7f"), limits: Limits())
    #expect(longest.timeoutNanoseconds == 1 << 60)
    let past = try RequestEnvelope(decoding: hex("2080808080808080808001"), limits: Limits())
    #expect(past.timeoutNanoseconds == -(1 << 60))
    let justPast = try RequestEnvelope(decoding: hex("20ffffffffffffffffff01"), limits: Limits())
    #expect(justPast.timeoutNanoseconds == -1)
  }

  @Test func metadataBeyondTheCountIsRefused() throws {
    let pair = hex("2a060a016b120176")
    var most = ByteBuffer()
    for _ in 0..<64 { most.writeImmutableBuffer(pair) }
    #expect(try RequestEnvelope(decoding: most, limits: Limits()).metadata.count == 64)
    #expect(throws: Refusal.metadataEntries(limit: 64)) {
      try RequestEnvelope(decoding: most + pair, limits: Limits())
    }
  }

  @Test func metadataBeyondTheBytesIsRefused() throws {
    func request(valueLength: Int) -> ByteBuffer {
      var metadata = Metadata()
      metadata.append(String(repeating: "v", count: valueLength), for: "k")
      var bytes = ByteBuffer()
      RequestHead(service: "s", method: "m", metadata: metadata).encode(into: &bytes)
      return bytes
    }
    #expect(try RequestEnvelope(decoding: request(valueLength: 16_383), limits: Limits()).metadata.count == 1)
    #expect(throws: Refusal.metadataBytes(limit: 16_384)) {
      try RequestEnvelope(decoding: request(valueLength: 16_384), limits: Limits())
    }
  }

  @Test func anAbsentPayloadIsAnEmptyMessageAndOnAStreamNone() throws {
    let absent = try RequestEnvelope(decoding: hex("0a0161"), limits: Limits())
    #expect(absent.message.readableBytes == 0)
    #expect(absent.firstMessage([.remoteOpen]) == nil)
    let empty = try RequestEnvelope(decoding: hex("1a00"), limits: Limits())
    #expect(empty.firstMessage([.remoteOpen]) == ByteBuffer())
    #expect(empty.firstMessage([.remoteOpen, .noData]) == nil)
    let full = try RequestEnvelope(decoding: hex("1a0161"), limits: Limits())
    #expect(full.firstMessage([.remoteOpen, .noData]) == hex("61"))
  }
}
