import NIOCore
import ProtobufCSupport
import Testing

@Suite struct WireReaderTests {
  private func read<R>(_ bytes: [UInt8], _ body: (inout WireReader) throws -> R) rethrows -> R {
    try bytes.withUnsafeBytes { raw in
      var reader = WireReader(raw)
      return try body(&reader)
    }
  }

  @Test(arguments: [0, 1, 127, 128, 300, 16_383, 16_384, UInt64(UInt32.max), UInt64.max / 2, UInt64.max])
  func varintOfAnyLengthComesBackAndHasThePredictedLength(_ value: UInt64) throws {
    var buffer = ByteBuffer()
    buffer.writeVarint(value)
    #expect(buffer.readableBytes == ByteBuffer.varintLength(of: value))
    #expect(try read(Array(buffer.readableBytesView)) { try $0.readVarint() } == value)
  }

  @Test(
    arguments: [
      [0x80], [0xFF, 0xFF], Array(repeating: 0x80, count: 10) + [0x01], Array(repeating: 0xFF, count: 9) + [0x02],
    ] as [[UInt8]])
  func truncatedOrOverlongVarintIsMalformed(_ bytes: [UInt8]) {
    #expect(throws: ProtobufError.malformed) { try read(bytes) { try $0.readVarint() } }
  }

  @Test(arguments: [[0x00], [0x03], [0x0C], [0x0E], [0x0F]] as [[UInt8]])
  func fieldZeroAndGroupAndUnknownWireTypesAreMalformed(_ bytes: [UInt8]) {
    #expect(throws: ProtobufError.malformed) { try read(bytes) { try $0.nextTag() } }
  }

  @Test func lengthBeyondTheEndIsMalformedBeforeAnythingIsAllocated() {
    #expect(throws: ProtobufError.malformed) {
      try read([0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x61]) { try $0.readLengthDelimited() }
    }
  }

  @Test func skippingEveryWireTypeEndsAtTheEnd() throws {
    let bytes: [UInt8] = [0x08, 0x96, 0x01, 0x11, 1, 2, 3, 4, 5, 6, 7, 8, 0x1A, 2, 0x61, 0x62, 0x25, 1, 2, 3, 4]
    let fields = try read(bytes) { reader in
      var fields: [Int] = []
      while let tag = try reader.nextTag() {
        fields.append(tag.field)
        try reader.skip(tag.type)
      }
      return fields
    }
    #expect(fields == [1, 2, 3, 4])
  }
}
