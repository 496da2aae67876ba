import NIOCore
import ProtobufCSupport
import TestAPI
import Testing

@Suite struct HostileInputTests {
  /// The sample of each random message type in turn, as a starting point for damage.
  private func corpus() throws -> [ProtocTool.Encoded] {
    try ProtocTool.corpus(seed: 99, messagesPerType: 12, types: Samples.types.map { $0.protobufName })
  }

  @Test func aMillionAndAHalfEmptySubmessagesHitTheCap() {
    var bytes: [UInt8] = []
    for _ in 0..<1_500_000 { bytes += [0x0A, 0x00] }
    #expect(throws: ProtobufError.memoryLimitExceeded(limitBytes: 32 << 20)) {
      try Envelope(decoding: ByteBuffer(bytes: bytes))
    }
  }

  @Test func messageJustUnderTheCapIsDecodedAndJustOverIsNot() throws {
    let bytes = [0x12, 0x04, 0x61, 0x62, 0x63, 0x64] as [UInt8]
    var needed = 0
    try withArena { (arena: borrowing Arena) throws(ProtobufError) in
      #expect(arena.withAllocator { Leaf.unpack($0, bytes.count, bytes) } != nil)
      needed = arena.usedBytes
    }
    #expect(try Leaf(decoding: ByteBuffer(bytes: bytes), limitBytes: needed).name == "abcd")
    #expect(throws: ProtobufError.memoryLimitExceeded(limitBytes: needed - 16)) {
      try Leaf(decoding: ByteBuffer(bytes: bytes), limitBytes: needed - 16)
    }
  }

  @Test func encodingBeyondTheCapFailsAndLeavesTheBufferAsItWas() {
    var message = Leaf()
    message.name = String(repeating: "x", count: 10_000)
    var buffer = ByteBuffer(string: "kept")
    #expect(throws: ProtobufError.memoryLimitExceeded(limitBytes: 5_000)) {
      try message.encode(into: &buffer, limitBytes: 5_000)
    }
    #expect(buffer == ByteBuffer(string: "kept"))
  }

  @Test func everyTruncationIsAnErrorOrAShorterMessageAndNeverACrash() throws {
    for message in try corpus() {
      let type = try #require(Samples.type(named: message.type))
      for length in message.bytes.indices.prefix(600) {
        _ = try? Samples.reencode(type, Array(message.bytes[..<length]))
      }
    }
    #expect(throws: ProtobufError.malformed) { try TenFields(decoding: ByteBuffer(bytes: [0x12, 5, 0x61])) }
    #expect(throws: ProtobufError.malformed) { try TenFields(decoding: ByteBuffer(bytes: [0x08])) }
  }

  @Test(
    arguments: [
      [0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
      [0x00, 0x00], [0x0B], [0x0F, 0x01], [0x80],
    ] as [[UInt8]])
  func overlongLengthsAndBadTagsAreMalformed(_ bytes: [UInt8]) {
    #expect(throws: ProtobufError.malformed) { try TenFields(decoding: ByteBuffer(bytes: bytes)) }
  }

  @Test func invalidUTF8NamesTheField() {
    #expect(throws: ProtobufError.invalidUTF8(field: "fiszka.test.v1.TenFields.polish")) {
      try TenFields(decoding: ByteBuffer(bytes: [0x1A, 2, 0xC3, 0x28]))
    }
    #expect(throws: ProtobufError.invalidUTF8(field: "fiszka.test.v1.TenFields.tags")) {
      try TenFields(decoding: ByteBuffer(bytes: [0x2A, 3, 0xED, 0xA0, 0x80]))
    }
  }

  @Test func aHundredThousandMutationsNeverCrashAndSurvivorsEncodeAgain() throws {
    let corpus = try corpus()
    var chance = SplitMix(state: 42)
    var survivors = 0
    for round in 0..<100_000 {
      let original = corpus[round % corpus.count]
      let type = try #require(Samples.type(named: original.type))
      let bytes = chance.damage(original.bytes)
      guard let again = try? Samples.reencode(type, bytes) else { continue }
      survivors += 1
      #expect(throws: Never.self) { try Samples.reencode(type, again) }
    }
    // Some damage is harmless (a changed letter); if all or none were, the test would not test.
    #expect((1_000..<99_000).contains(survivors))
  }
}

/// A small seeded generator, so that a failure comes back.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// One to four changes: a flipped bit, a changed, removed, doubled or inserted stretch.
  mutating func damage(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &self) {
      let at = Int.random(in: 0...bytes.count, using: &self)
      let end = min(bytes.count, at + Int.random(in: 1...8, using: &self))
      switch Int.random(in: 0..<5, using: &self) {
      case 0 where at < bytes.count: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &self)
      case 1 where at < bytes.count: bytes[at] = UInt8.random(in: .min ... .max, using: &self)
      case 2: bytes.removeSubrange(at..<end)
      case 3: bytes.insert(contentsOf: bytes[at..<end], at: at)
      default: bytes.insert(UInt8.random(in: .min ... .max, using: &self), at: at)
      }
    }
    return bytes
  }
}
