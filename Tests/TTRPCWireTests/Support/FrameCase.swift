import Testing

@testable import TTRPCWire

/// One line of a table of proto/PROTOCOL.md: a frame in a situation, and its answer.
struct FrameCase<State: Sendable, Order: Sendable>: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// What came before the frame.
  let before: @Sendable (inout State) -> Void
  let header: FrameHeader
  let order: Order
  /// How many calls are open afterwards.
  let open: Int

  init(
    _ situation: String, after before: @escaping @Sendable (inout State) -> Void = { _ in }, _ header: FrameHeader,
    _ order: Order,
    open: Int = 0
  ) {
    testDescription = situation
    self.before = before
    self.header = header
    self.order = order
    self.open = open
  }
}

extension Refusal {
  /// The answer to a frame whose header claims one byte more than allowed.
  static let oneByteTooLarge = Refusal.frameTooLarge(bytes: 0x40_0001, limitBytes: 4 << 20)
}

extension ServerConnectionState {
  /// A request that is answered at once.
  mutating func answered(_ streamID: UInt32) {
    guard case .request = receive(.request(streamID)) else { preconditionFailure("the request was refused") }
  }

  /// A request whose handler runs.
  mutating func opened(_ streamID: UInt32, _ flags: FrameFlags, _ shape: CallShape, messageBytes: Int? = nil) {
    guard case .request(let opening) = receive(.request(streamID, flags)),
      open(streamID, opening, shape, messageBytes: messageBytes) == .start
    else { preconditionFailure("the request was refused") }
  }
}
