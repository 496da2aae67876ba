import NIOCore
import ProtobufCSupport
import Testing

@Suite struct RawMessageTests {
  @Test(arguments: [0, 1, 100_000])
  func anyBytesDecodeAndEncodeAsTheyAre(_ count: Int) throws {
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let message = try RawMessage(decoding: ByteBuffer(bytes: bytes))
    #expect(message.bytes == bytes)
    var encoded = ByteBuffer(string: "before ")
    var length: Int?
    try message.encode(into: &encoded) { count, _ in length = count }
    #expect(length == count)
    #expect(encoded == ByteBuffer(bytes: Array("before ".utf8) + bytes))
  }

  @Test func moreBytesThanTheLimitAreRefused() {
    #expect(throws: ProtobufError.memoryLimitExceeded(limitBytes: 1_000)) {
      try RawMessage(decoding: ByteBuffer(repeating: 1, count: 1_001), limitBytes: 1_000)
    }
    #expect(throws: ProtobufError.memoryLimitExceeded(limitBytes: 1_000)) {
      var buffer = ByteBuffer()
      try RawMessage([UInt8](repeating: 1, count: 1_001)).encode(into: &buffer, limitBytes: 1_000)
    }
  }
}
