import Testing

@testable import TTRPCWire

/// Every situation of the table "What a client does" in proto/PROTOCOL.md, in its order. Stream 1 is open in each.
@Suite struct ClientFrameTests {
  typealias Case = FrameCase<ClientConnectionState, OnClientFrame>

  private static let cases: [Case] = [
    Case("response", after: { _ = $0.start(.unary) }, .response(1), .response),
    Case("empty response", after: { _ = $0.start(.unary) }, .response(1, bytes: 0), .response),
    Case("response with flags", after: { _ = $0.start(.unary) }, .response(1, FrameFlags(rawValue: 0xFF)), .response),
    Case("response to a client stream still sending", after: { _ = $0.start(.clientStreaming) }, .response(1), .response),
    Case("response to a server stream", after: { _ = $0.start(.serverStreaming) }, .response(1), .response),
    Case("response to a bidirectional stream still sending", after: { _ = $0.start(.bidirectional) }, .response(1), .response),
    Case(
      "oversize response", after: { _ = $0.start(.unary) }, .response(1, bytes: 0x40_0001),
      .fail(.oneByteTooLarge, cancelling: false)),
    Case("response for a call never made", after: { _ = $0.start(.unary) }, .response(3), .ignore(.streamOver), open: 1),
    Case(
      "oversize response for a call never made", after: { _ = $0.start(.unary) }, .response(3, bytes: .max), .ignore(.streamOver),
      open: 1),
    Case("response on an even id", after: { _ = $0.start(.unary) }, .response(2), .ignore(.streamOver), open: 1),
    Case(
      "second response",
      after: {
        _ = $0.start(.unary); _ = $0.receive(.response(1))
      }, .response(1), .ignore(.streamOver)),
    Case(
      "response to an abandoned call",
      after: {
        _ = $0.start(.unary); _ = $0.abandon(1)
      }, .response(1), .ignore(.streamOver)),
    Case(
      "response after the server's end",
      after: {
        _ = $0.start(.serverStreaming); _ = $0.receive(.data(1, .remoteClosed))
      },
      .response(1), .ignore(.streamOver)),
    Case("message", after: { _ = $0.start(.serverStreaming) }, .data(1), .message(isLast: false), open: 1),
    Case("empty message", after: { _ = $0.start(.bidirectional) }, .data(1, bytes: 0), .message(isLast: false), open: 1),
    Case("last message", after: { _ = $0.start(.serverStreaming) }, .data(1, .remoteClosed), .message(isLast: true)),
    Case(
      "empty last message", after: { _ = $0.start(.serverStreaming) }, .data(1, .remoteClosed, bytes: 0), .message(isLast: true)),
    Case("end", after: { _ = $0.start(.serverStreaming) }, .data(1, [.remoteClosed, .noData], bytes: 0), .end),
    Case("end while still sending", after: { _ = $0.start(.bidirectional) }, .data(1, [.remoteClosed, .noData], bytes: 0), .end),
    Case(
      "no data and not the end", after: { _ = $0.start(.serverStreaming) }, .data(1, .noData, bytes: 0), .ignore(.nothingInIt),
      open: 1),
    Case(
      "no data with bytes", after: { _ = $0.start(.serverStreaming) }, .data(1, .noData),
      .fail(.unexpectedServerData, cancelling: true)),
    Case("data on a unary call", after: { _ = $0.start(.unary) }, .data(1), .fail(.unexpectedServerData, cancelling: true)),
    Case(
      "end of a unary call", after: { _ = $0.start(.unary) }, .data(1, [.remoteClosed, .noData], bytes: 0),
      .fail(.unexpectedServerData, cancelling: true)),
    Case(
      "data on a client stream", after: { _ = $0.start(.clientStreaming) }, .data(1),
      .fail(.unexpectedServerData, cancelling: true)),
    Case(
      "oversize message", after: { _ = $0.start(.serverStreaming) }, .data(1, bytes: 0x40_0001),
      .fail(.oneByteTooLarge, cancelling: true)),
    Case("data for a call never made", after: { _ = $0.start(.unary) }, .data(3), .ignore(.streamOver), open: 1),
    Case(
      "message after the end",
      after: {
        _ = $0.start(.serverStreaming); _ = $0.receive(.data(1, .remoteClosed))
      }, .data(1),
      .ignore(.streamOver)),
    Case("request", after: { _ = $0.start(.unary) }, .request(1), .ignore(.wrongDirection), open: 1),
    Case("request on an even id", after: { _ = $0.start(.unary) }, .request(2, bytes: .max), .ignore(.wrongDirection), open: 1),
    Case("unknown type", after: { _ = $0.start(.unary) }, unknown(bytes: 4 << 20), .ignore(.unknownType), open: 1),
    Case(
      "oversize frame of unknown type", after: { _ = $0.start(.unary) }, unknown(bytes: .max),
      .close(.notTTRPC(unknown(bytes: .max))), open: 1),
  ]

  private static func unknown(bytes: UInt32) -> FrameHeader {
    FrameHeader(dataLength: bytes, streamID: 1, type: FrameType(rawValue: 9))
  }

  @Test(arguments: cases) func aFrame(_ situation: Case) {
    var state = ClientConnectionState()
    situation.before(&state)
    #expect(state.receive(situation.header) == situation.order)
    #expect(state.openStreams == situation.open)
    if situation.open == 0 { #expect(state.waitingBytes == 0) }
  }
}
