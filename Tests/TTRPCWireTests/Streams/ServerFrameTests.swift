import NIOCore
import Testing

@testable import TTRPCWire

/// Every situation of the tables "What a server answers" in proto/PROTOCOL.md, in their order.
@Suite struct ServerFrameTests {
  typealias Case = FrameCase<ServerConnectionState, OnServerFrame>

  private static func after(
    _ streamID: UInt32, _ flags: FrameFlags, _ shape: CallShape
  ) -> @Sendable (inout ServerConnectionState) -> Void {
    { $0.opened(streamID, flags, shape) }
  }

  private static let requestCases: [Case] = [
    Case("no flags", .request(1), .request(.unary)),
    Case("remote closed", .request(1, .remoteClosed), .request(.remoteClosed)),
    Case("remote open", .request(1, .remoteOpen), .request(.remoteOpen)),
    Case("remote open and no data, as the Rust client sends", .request(1, [.remoteOpen, .noData]), .request(.remoteOpen)),
    Case("unknown flags", .request(1, FrameFlags(rawValue: 0xF8)), .request(.unary)),
    Case("both flags", .request(1, [.remoteOpen, .remoteClosed]), .answer(.contradictoryFlags)),
    Case("empty", .request(1, bytes: 0), .request(.unary)),
    Case("the limit", .request(1, bytes: 4 << 20), .request(.unary)),
    Case("oversize", .request(1, bytes: 0x40_0001), .answer(.oneByteTooLarge)),
    Case("even id", .request(2), .answer(.evenStreamID)),
    Case("id 0", .request(0), .answer(.evenStreamID)),
    Case("even id and oversize", .request(2, bytes: 0x40_0001), .answer(.evenStreamID)),
    Case("any first id", .request(77), .request(.unary)),
    Case("the highest id", .request(.max), .request(.unary)),
    Case("a gap", after: { $0.answered(1) }, .request(9), .request(.unary)),
    Case("reused id of a call that is over", after: { $0.answered(3) }, .request(3), .answer(.streamIDNotIncreasing(highest: 3))),
    Case("decreasing id", after: { $0.answered(3) }, .request(1), .answer(.streamIDNotIncreasing(highest: 3))),
    Case(
      "id of a refused request", after: { _ = $0.receive(.request(3, bytes: 0x40_0001)) }, .request(3),
      .answer(.streamIDNotIncreasing(highest: 3))),
    Case("even ids do not count", after: { _ = $0.receive(.request(100)) }, .request(1), .request(.unary)),
    Case("reused id of a live unary call", after: after(3, [], .unary), .request(3), .fail(.streamIDNotIncreasing(highest: 3))),
    Case(
      "reused id of a live stream", after: after(3, .remoteOpen, .bidirectional), .request(3),
      .fail(.streamIDNotIncreasing(highest: 3))),
    Case("draining", after: { $0.drain() }, .request(1), .answer(.draining)),
    Case("draining and even", after: { $0.drain() }, .request(2), .answer(.evenStreamID)),
  ]

  private static let dataCases: [Case] = [
    Case("on a stream never opened", .data(1), .answer(.streamNotOpen)),
    Case("on an even id", .data(2), .answer(.evenStreamID)),
    Case("on id 0", .data(0), .answer(.evenStreamID)),
    Case("on a stream that is over", after: { $0.answered(5) }, .data(5), .ignore(.streamOver)),
    Case("oversize on a stream that is over", after: { $0.answered(5) }, .data(5, bytes: 0x40_0001), .ignore(.streamOver)),
    Case("below the highest id", after: { $0.answered(5) }, .data(3), .ignore(.streamOver)),
    Case("on a live unary call", after: after(1, [], .unary), .data(1), .fail(.dataOnUnaryCall)),
    Case(
      "closing a live unary call", after: after(1, [], .unary), .data(1, [.remoteClosed, .noData], bytes: 0),
      .fail(.dataOnUnaryCall)),
    Case("on a live unary call opened as a stream", after: after(1, .remoteClosed, .unary), .data(1), .fail(.dataOnUnaryCall)),
    Case("a message", after: after(1, .remoteOpen, .clientStreaming), .data(1), .message(isLast: false), open: 1),
    Case(
      "an empty message", after: after(1, .remoteOpen, .clientStreaming), .data(1, bytes: 0), .message(isLast: false), open: 1),
    Case(
      "the last message", after: after(1, .remoteOpen, .bidirectional), .data(1, .remoteClosed), .message(isLast: true), open: 1),
    Case(
      "an empty last message", after: after(1, .remoteOpen, .bidirectional), .data(1, .remoteClosed, bytes: 0),
      .message(isLast: true), open: 1),
    Case(
      "the end", after: after(1, .remoteOpen, .bidirectional), .data(1, [.remoteClosed, .noData], bytes: 0), .endOfMessages,
      open: 1),
    Case(
      "the end with bytes", after: after(1, .remoteOpen, .bidirectional), .data(1, [.remoteClosed, .noData]),
      .fail(.noDataWithBytes)),
    Case("no data with bytes", after: after(1, .remoteOpen, .bidirectional), .data(1, .noData), .fail(.noDataWithBytes)),
    Case(
      "no data and not the end", after: after(1, .remoteOpen, .bidirectional), .data(1, .noData, bytes: 0), .ignore(.nothingInIt),
      open: 1),
    Case(
      "unknown flags", after: after(1, .remoteOpen, .bidirectional), .data(1, FrameFlags(rawValue: 0xFA)),
      .message(isLast: false),
      open: 1),
    Case("a message after remote closed", after: after(1, .remoteClosed, .serverStreaming), .data(1), .fail(.dataAfterClose)),
    Case(
      "an empty message after remote closed", after: after(1, .remoteClosed, .serverStreaming), .data(1, bytes: 0),
      .fail(.dataAfterClose)),
    Case(
      "a message after the last",
      after: {
        $0.opened(1, .remoteOpen, .bidirectional); _ = $0.receive(.data(1, .remoteClosed))
      },
      .data(1), .fail(.dataAfterClose)),
    Case(
      "a second end", after: after(1, .remoteClosed, .serverStreaming), .data(1, [.remoteClosed, .noData], bytes: 0),
      .ignore(.nothingInIt), open: 1),
    Case(
      "oversize on a live stream", after: after(1, .remoteOpen, .bidirectional), .data(1, bytes: 0x40_0001),
      .fail(.oneByteTooLarge)),
    Case(
      "on a cancelled stream",
      after: {
        $0.opened(1, .remoteOpen, .bidirectional); _ = $0.cancel(1)
      },
      .data(1), .ignore(.streamCancelled), open: 1),
    Case(
      "on a cancelled unary call",
      after: {
        $0.opened(1, [], .unary); _ = $0.cancel(1)
      },
      .data(1), .ignore(.streamCancelled), open: 1),
  ]

  private static let otherCases: [Case] = [
    Case("a response", .response(1), .ignore(.wrongDirection)),
    Case("a response to a live call", after: after(1, [], .unary), .response(1), .ignore(.wrongDirection), open: 1),
    Case("an oversize response", .response(1, bytes: .max), .ignore(.wrongDirection)),
    Case("an unknown type", unknown(bytes: 5), .ignore(.unknownType)),
    Case("type 0", FrameHeader(dataLength: 0, streamID: 1, type: FrameType(rawValue: 0)), .ignore(.unknownType)),
    Case("an unknown type for a live call", after: after(9, [], .unary), unknown(bytes: 4 << 20), .ignore(.unknownType), open: 1),
    Case("an oversize frame of unknown type", unknown(bytes: 0x40_0001), .close(.notTTRPC(unknown(bytes: 0x40_0001)))),
  ]

  private static func unknown(bytes: UInt32) -> FrameHeader {
    FrameHeader(dataLength: bytes, streamID: 9, type: FrameType(rawValue: 4))
  }

  @Test(arguments: requestCases) func aRequest(_ situation: Case) { check(situation) }
  @Test(arguments: dataCases) func data(_ situation: Case) { check(situation) }
  @Test(arguments: otherCases) func anotherFrame(_ situation: Case) { check(situation) }

  private func check(_ situation: Case) {
    var state = ServerConnectionState()
    situation.before(&state)
    #expect(state.receive(situation.header) == situation.order)
    #expect(state.openStreams == situation.open)
    if situation.open == 0 { #expect(state.waitingBytes == 0) }
  }

  @Test func aPeerOfAnotherProtocolIsClosedAtItsFirstTenBytes() {
    var decoder = FrameDecoder(limitBytes: 4 << 20)
    var state = ServerConnectionState()
    decoder.append(ByteBuffer(string: "GET / HTTP/1.1\r\n"))
    guard case .oversize(let header) = decoder.next() else {
      Issue.record("not oversize")
      return
    }
    #expect(state.receive(header) == .close(.notTTRPC(header)))
  }
}
