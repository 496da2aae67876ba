import NIOCore
import Testing

@testable import TTRPCWire

@Suite struct FrameDecoderTests {
  private static let limit = 64

  /// Frames of every kind, with an oversize one among them.
  private static let connection = hex(
    """
    00000003 00000001 01 00  0a0161      # a request of three bytes
    00000000 00000001 03 05              # no data, closed
    00000001 00000003 03 00  ff          # one byte
    00000041 00000005 03 00              # 65 bytes, one more than allowed
    """
      + "\n" + String(repeating: "00", count: 65) + "00000002 80000001 2a ff 0102")

  private static let events: [FrameDecoder.Event] = [
    .frame(Frame(header: FrameHeader(dataLength: 3, streamID: 1, type: .request), data: hex("0a0161"))),
    .frame(
      Frame(
        header: FrameHeader(dataLength: 0, streamID: 1, type: .data, flags: [.remoteClosed, .noData]), data: ByteBuffer())),
    .frame(Frame(header: FrameHeader(dataLength: 1, streamID: 3, type: .data), data: hex("ff"))),
    .oversize(FrameHeader(dataLength: 65, streamID: 5, type: .data)),
    .frame(
      Frame(
        header: FrameHeader(
          dataLength: 2, streamID: 0x8000_0001, type: FrameType(rawValue: 42), flags: FrameFlags(rawValue: 255)),
        data: hex("0102"))),
  ]

  @Test(arguments: Feeding.allCases)
  func framesComeOutTheSameHoweverTheBytesArrive(_ feeding: Feeding) {
    var decoder = FrameDecoder(limitBytes: Self.limit)
    #expect(decoder.events(of: Self.connection, fed: feeding) == Self.events)
    #expect(decoder.isAtFrameBoundary)
    #expect(decoder.keptBytes == 0)
  }

  @Test func framesComeOutTheSameForEverySplitIntoThree() {
    let count = Self.connection.readableBytes
    for first in 0...count {
      for second in stride(from: first, through: count, by: 7) {
        var decoder = FrameDecoder(limitBytes: Self.limit)
        var events: [FrameDecoder.Event] = []
        for range in [0..<first, first..<second, second..<count] {
          decoder.append(ByteBuffer(bytes: Self.connection.readableBytesView[range]))
          events += decoder.remainingEvents()
        }
        #expect(events == Self.events, "split at \(first) and \(second)")
      }
    }
  }

  @Test func framesComeOutTheSameWhenMoreArriveBeforeTheyAreAskedFor() {
    for size in 1...Self.connection.readableBytes {
      var decoder = FrameDecoder(limitBytes: Self.limit)
      var events: [FrameDecoder.Event] = []
      var rest = Self.connection
      while rest.readableBytes > 0, let chunk = rest.readSlice(length: min(size, rest.readableBytes)) {
        // The slice's memory is the test's as well: what the decoder appends must not change it.
        decoder.append(chunk)
        if let event = decoder.next() { events.append(event) }
      }
      #expect(events + decoder.remainingEvents() == Self.events, "chunks of \(size)")
      #expect(decoder.isAtFrameBoundary)
    }
  }

  @Test func oversizeIsToldFromTheHeaderAloneAndKeepsNothing() {
    var decoder = FrameDecoder(limitBytes: 4 << 20)
    decoder.append(hex("00400001 00000007 01 00"))
    #expect(decoder.next() == .oversize(FrameHeader(dataLength: 0x40_0001, streamID: 7, type: .request)))
    #expect(decoder.next() == nil)
    let chunk = ByteBuffer(repeating: 0xAA, count: 1 << 20)
    for _ in 0..<4 {
      decoder.append(chunk)
      #expect(decoder.next() == nil)
      #expect(decoder.keptBytes == 0)
    }
    #expect(!decoder.isAtFrameBoundary)
    decoder.append(hex("AA 00000000 00000009 03 00"))
    #expect(decoder.next() == .frame(Frame(header: .data(9, bytes: 0), data: ByteBuffer())))
    #expect(decoder.isAtFrameBoundary)
  }

  @Test(arguments: ["01000000", "FFFFFFFF", "47455420"])
  func aFirstByteThatIsNotZeroIsOversize(_ length: String) {
    var decoder = FrameDecoder(limitBytes: 4 << 20)
    decoder.append(hex(length + "00000001 01 00"))
    guard case .oversize(let header) = decoder.next() else {
      Issue.record("not oversize")
      return
    }
    #expect(header.streamID == 1)
    #expect(decoder.next() == nil)
  }

  @Test func aFrameOfExactlyTheLimitIsWhole() {
    var decoder = FrameDecoder(limitBytes: 4 << 20)
    let data = ByteBuffer(repeating: 7, count: 4 << 20)
    let events = [frame(.data, 1, [], data), frame(.data, 3)].flatMap { bytes in
      decoder.append(bytes)
      return decoder.remainingEvents()
    }
    #expect(
      events == [
        .frame(Frame(header: .data(1, bytes: 4 << 20), data: data)),
        .frame(Frame(header: .data(3, bytes: 0), data: ByteBuffer())),
      ])
  }

  @Test func aClaimedLengthMakesNothingKeptButTheBytesThatCame() {
    var decoder = FrameDecoder(limitBytes: 4 << 20)
    decoder.append(hex("00400000 00000001 03 00 01 02 03"))
    #expect(decoder.next() == nil)
    #expect(decoder.keptBytes == 3)
    #expect(!decoder.isAtFrameBoundary)
  }

  @Test func dataOfAFrameInOneChunkAreNotCopied() throws {
    let chunk = frame(.data, 1, [], hex("0102")) + frame(.data, 1, [], hex("0304"))
    var decoder = FrameDecoder(limitBytes: Self.limit)
    decoder.append(chunk)
    let base = chunk.withUnsafeReadableBytes { $0.baseAddress }
    for offset in [10, 22] {
      guard case .frame(let frame) = decoder.next() else {
        Issue.record("no frame")
        return
      }
      #expect(frame.data.withUnsafeReadableBytes { $0.baseAddress } == base.map { $0 + offset })
    }
  }

  @Test func aChunkGivenWhileFramesWaitIsReadAfterThem() {
    var decoder = FrameDecoder(limitBytes: Self.limit)
    decoder.append(frame(.data, 1) + frame(.data, 3))
    #expect(decoder.next() == .frame(Frame(header: .data(1, bytes: 0), data: ByteBuffer())))
    decoder.append(frame(.data, 5))
    #expect(decoder.remainingEvents().count == 2)
  }

  @Test func anEmptyChunkChangesNothing() {
    var decoder = FrameDecoder(limitBytes: Self.limit)
    decoder.append(ByteBuffer())
    #expect(decoder.next() == nil)
    #expect(decoder.isAtFrameBoundary)
  }

  @Test func theEndOfAConnectionInsideAFrameIsSeen() {
    for count in 1..<13 {
      var decoder = FrameDecoder(limitBytes: Self.limit)
      decoder.append(ByteBuffer(bytes: Self.connection.readableBytesView.prefix(count)))
      #expect(decoder.next() == nil)
      #expect(!decoder.isAtFrameBoundary)
      #expect(decoder.keptBytes == (count < 10 ? count : count - 10))
    }
  }

  @Test func aSmallSliceOfALargeChunkIsCopiedForKeepingAndALargeOneIsNot() throws {
    let chunk = ByteBuffer(repeating: 1, count: 4096)
    let small = try #require(chunk.getSlice(at: 10, length: 100))
    let large = try #require(chunk.getSlice(at: 10, length: 3000))
    #expect(small.detached() == small)
    #expect(small.detached().storageCapacity < 256)
    #expect(large.detached().storageCapacity >= 4096)
    #expect(large.detached() == large)
  }
}
