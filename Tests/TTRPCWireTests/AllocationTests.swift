import CAllocationCounter
import NIOCore
import Testing

@testable import TTRPCWire

/// Budgets of heap allocations. A budget that a change exceeds is a decision to take, not a number to raise.
@Suite(.enabled(if: allocation_counter_is_available() == 1, "the sanitizers count allocations themselves"))
struct AllocationTests {
  private static let limits = Limits()
  private static let routes = RouteTable([("t.T", "A"), ("t.T", "U")])

  /// A hundred unary requests in one chunk, without metadata, as most callers send them.
  private static func requests(from first: UInt32) -> ByteBuffer {
    var bytes = ByteBuffer()
    let head = RequestHead(service: "t.T", method: "U", timeoutNanoseconds: 1_000_000_000)
    for index in 0..<100 {
      bytes.writeRequestPrefix(head, payloadLength: 8, streamID: first + UInt32(index) * 2, flags: .none)
      bytes.writeInteger(UInt64(7))
    }
    return bytes
  }

  /// From the chunk to the prefixes of the responses; each call goes through the stream table when `opening`.
  private static func serve(
    _ decoder: inout FrameDecoder, _ state: inout ServerConnectionState, _ output: inout ByteBuffer, opening: Bool
  ) throws(Refusal) {
    while case .frame(let frame) = decoder.next() {
      guard case .request(let flags) = state.receive(frame.header) else { continue }
      let request = try RequestEnvelope(decoding: frame.data, limits: limits)
      _ = try routes.find(request)
      if opening {
        _ = state.open(frame.header.streamID, flags, .unary, messageBytes: request.message.readableBytes)
        _ = state.finish(frame.header.streamID, succeeded: true)
      }
      output.writeResponsePrefix(payloadLength: request.message.readableBytes, streamID: frame.header.streamID)
      output.writeImmutableBuffer(request.message)
    }
  }

  @Test(arguments: [false, true]) func aUnaryCallIsReadRoutedAndAnsweredWithoutAnAllocation(_ opening: Bool) throws {
    var decoder = FrameDecoder(limitBytes: Self.limits.frameBytes)
    var state = ServerConnectionState(limits: Self.limits)
    var output = ByteBufferAllocator().buffer(capacity: 16 << 10)
    let chunks = [Self.requests(from: 1), Self.requests(from: 201)]
    var before = 0
    for chunk in chunks {  // the first pays for what is set up only once
      before = allocation_counter_value()
      decoder.append(chunk)
      try Self.serve(&decoder, &state, &output, opening: opening)
    }
    #expect(allocation_counter_value() - before == 0)
    #expect(output.readableBytes == 200 * (10 + 2 + 8))
  }
}
