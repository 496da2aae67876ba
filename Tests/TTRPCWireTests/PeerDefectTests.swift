import CommonProto
import NIOCore
import Testing

@testable import TTRPCWire

/// Defects of other implementations, each shown to be absent here.
@Suite struct PeerDefectTests {
  /// Elsewhere the counter of active calls goes negative when a call is rejected, and the server no longer shuts down in order.
  @Test func rejectedCallsLeaveTheNumberOfOpenCallsAlone() {
    var server = ServerHarness()
    server.receive(hex("0000000b 00000001 01 00  0a03742e54 120155 1a01aa"))
    for refused in [
      "00000008 00000002 01 00  0a03742e54 120155", "00000008 00000003 01 00  0a03742e54 120158",
      "00000001 00000005 01 00  ff", "00000008 00000003 01 00  0a03742e54 120155",
      "00000008 00000007 01 02  0a03742e54 120155", "00000008 00000009 01 00  0a03742e54 120153",
    ] {
      server.receive(hex(refused))
      #expect(server.state.openStreams == 1)
    }
    #expect(server.log.dropFirst() == ["2 answer 3", "3 answer 12", "5 answer 3", "3 answer 3", "7 answer 3", "9 answer 3"])
    server.drain()
    #expect(!server.state.isDrained)
    server.finish(1)
    #expect(server.state.isDrained)
  }

  /// Elsewhere a data frame on a live unary stream, or on one that is over, ends the process.
  @Test func dataOnAUnaryCallEndsThatCallOnly() {
    var server = ServerHarness()
    server.receive(
      hex(
        """
        0000000b 00000001 01 00  0a03742e54 120155 1a01aa
        0000000b 00000003 01 00  0a03742e54 120155 1a01aa
        00000001 00000001 03 00  ff
        00000001 00000001 03 01  ff
        00000001 00000009 03 00  ff
        """))
    #expect(
      server.log == [
        "1 call U message aa", "3 call U message aa", "1 fail 3", "1 ignore streamOver", "9 answer 3",
      ])
    #expect(server.state.openStreams == 1)
  }

  /// Elsewhere new streams drop the metadata and the deadline that the caller gave.
  @Test func streamsKeepMetadataAndDeadlineInBothDirections() {
    var metadata = Metadata()
    metadata.append("Bearer x", for: "Authorization")
    var bytes = ByteBuffer()
    for (index, (method, shape)) in ServerHarness.shapes.enumerated() {
      let head = RequestHead(service: "t.T", method: method, timeoutNanoseconds: 5, metadata: metadata)
      let flags: FrameFlags = shape == .unary ? [] : shape.clientStreams ? .remoteOpen : .remoteClosed
      bytes.writeRequestPrefix(head, payloadLength: 0, streamID: UInt32(index * 2 + 1), flags: flags)
    }
    var server = ServerHarness()
    server.receive(bytes)
    #expect(
      server.log == [
        "1 call U message  timeout 5 authorization=Bearer x", "3 call C timeout 5 authorization=Bearer x",
        "5 call S message  timeout 5 authorization=Bearer x", "7 call B timeout 5 authorization=Bearer x",
      ])
  }

  /// Elsewhere a stream whose reader is slow stalls the only loop that reads the connection.
  @Test func aSlowReaderEndsItsOwnStreamAndHoldsUpNoOther() {
    var server = ServerHarness()
    server.receive(hex("00000008 00000001 01 02  0a03742e54 120143  00000008 00000003 01 02  0a03742e54 120142"))
    let message = frame(.data, 1, [], ByteBuffer(repeating: 0, count: 512 << 10))
    for _ in 0..<5 { server.receive(message) }
    server.receive(frame(.data, 3, [], hex("aa")))
    #expect(server.log.suffix(3) == ["1 fail 8", "1 ignore streamOver", "3 message aa"])
  }

  /// Elsewhere a frame that is too long closes the connection with every call on it.
  @Test func anOversizeFrameEndsItsOwnCallOnly() {
    let tooLong = ByteBuffer(repeating: 0, count: 4 << 20 | 1)
    var server = ServerHarness()
    server.receive(hex("0000000b 00000001 01 00  0a03742e54 120155 1a01aa"))
    server.receive(frame(.request, 3, [], tooLong))
    server.receive(hex("0000000b 00000005 01 00  0a03742e54 120155 1a01aa"))
    #expect(server.log == ["1 call U message aa", "3 answer 8", "5 call U message aa"])
    #expect(server.state.openStreams == 2)

    var client = ClientHarness()
    for _ in 0..<3 { _ = client.call("U", .unary) }
    client.receive(frame(.response, 3, [], tooLong))
    client.receive(frame(.response, 1) + frame(.response, 5))
    #expect(client.log == ["3 fail 8", "1 response 0", "5 response 0"])
  }

  /// Elsewhere a response of one's own that is too long closes the connection.
  @Test func anOversizeResponseCanBeTakenBackAndAnsweredWithAStatus() throws {
    let limits = Limits()
    var out = frame(.response, 1)
    let start = out.writerIndex
    out.writeResponsePrefix(payloadLength: limits.frameBytes, streamID: 3)
    out.writeRepeatingByte(0, count: limits.frameBytes)
    let length = out.writerIndex - start
    #expect(!limits.allowsFrame(ofBytes: length))
    out.moveWriterIndex(to: start)
    let refusal = Refusal.messageTooLarge(bytes: length, limitBytes: limits.frameBytes)
    out.writeResponse(refusal.status, streamID: 3, limits: limits)

    var client = ClientHarness()
    for _ in 0..<2 { _ = client.call("U", .unary) }
    client.receive(out)
    #expect(client.log == ["1 response 0", "3 response 8"])
  }

  /// Elsewhere a length from the network is allocated before anything is checked.
  @Test func aHeaderThatClaimsFourMebibytesMakesNothingKept() {
    for claimed in ["00400000", "003fffff"] {
      var server = ServerHarness()
      server.receive(hex(claimed + "00000001 01 00"))
      #expect(server.keptBytes == 0)
    }
  }

  /// Elsewhere a message for a call that was given up fills memory or blocks the connection.
  @Test func whatComesForAnAbandonedCallIsPassedOver() {
    var client = ClientHarness()
    _ = client.call("S", .serverStreaming)
    _ = client.call("U", .unary)
    #expect(client.abandon(1) == .cancel)
    client.receive(frame(.data, 1, [], hex("aa")) + frame(.data, 1, [.remoteClosed, .noData]) + frame(.response, 3))
    #expect(client.log == ["1 ignore streamOver", "1 ignore streamOver", "3 response 0"])
  }
}
