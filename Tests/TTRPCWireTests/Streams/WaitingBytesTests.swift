import Testing

@testable import TTRPCWire

/// Bounds of what was received and not taken.
@Suite struct WaitingBytesTests {
  private static let mebibyte = 1 << 20

  @Test func aMebibyteMayWaitBeyondTheNextMessageAndNoMore() {
    var state = ServerConnectionState()
    state.opened(1, .remoteOpen, .clientStreaming)
    #expect(state.receive(.data(1, bytes: 4 << 20)) == .message(isLast: false))
    for _ in 0..<16 { #expect(state.receive(.data(1, bytes: 64 << 10)) == .message(isLast: false)) }
    #expect(state.waitingBytes == 5 * Self.mebibyte)
    #expect(state.receive(.data(1, bytes: 1)) == .fail(.streamWaitingBytes(limitBytes: Self.mebibyte)))
    #expect(state.openStreams == 0)
    #expect(state.waitingBytes == 0)
    #expect(state.receive(.data(1, bytes: 1)) == .ignore(.streamOver))
  }

  @Test func theMessageOfTheRequestIsTheFirst() {
    var state = ServerConnectionState()
    state.opened(1, .remoteOpen, .clientStreaming, messageBytes: 2 << 20)
    #expect(state.receive(.data(1, bytes: 1 << 20)) == .message(isLast: false))
    #expect(state.receive(.data(1, bytes: 0)) == .fail(.streamWaitingBytes(limitBytes: Self.mebibyte)))
  }

  @Test func whatIsTakenMakesRoom() {
    var state = ServerConnectionState()
    state.opened(1, .remoteOpen, .clientStreaming)
    for _ in 0..<100 {
      #expect(state.receive(.data(1, bytes: 4 << 20)) == .message(isLast: false))
      state.took(1, messageBytes: 4 << 20)
      #expect(state.waitingBytes == 0)
    }
    #expect(state.receive(.data(1, bytes: 1 << 20)) == .message(isLast: false))
    #expect(state.receive(.data(1, bytes: 1 << 20)) == .message(isLast: false))
    state.took(1, messageBytes: 1 << 20)
    #expect(state.receive(.data(1, bytes: 64)) == .fail(.streamWaitingBytes(limitBytes: Self.mebibyte)))
  }

  @Test func emptyMessagesCountToo() {
    var state = ServerConnectionState()
    state.opened(1, .remoteOpen, .clientStreaming)
    for _ in 0...(1 << 20) / 64 { #expect(state.receive(.data(1, bytes: 0)) == .message(isLast: false)) }
    #expect(state.receive(.data(1, bytes: 0)) == .fail(.streamWaitingBytes(limitBytes: Self.mebibyte)))
  }

  @Test func anotherStreamIsNotHeldUp() {
    var state = ServerConnectionState()
    state.opened(1, .remoteOpen, .clientStreaming)
    state.opened(3, .remoteOpen, .clientStreaming)
    _ = state.receive(.data(1, bytes: 1 << 20))
    _ = state.receive(.data(1, bytes: 1 << 20))
    guard case .fail = state.receive(.data(1, bytes: 1)) else {
      Issue.record("not refused")
      return
    }
    #expect(state.receive(.data(3, bytes: 1)) == .message(isLast: false))
  }

  @Test func aConnectionHasALimitOfItsOwn() {
    var limits = Limits()
    limits.waitingBytesPerConnection = 8 << 20
    var state = ServerConnectionState(limits: limits)
    state.opened(1, [], .unary, messageBytes: 4 << 20)
    state.opened(3, .remoteOpen, .clientStreaming)
    #expect(state.receive(.data(3, bytes: 4 << 20)) == .message(isLast: false))
    #expect(state.receive(.request(5)) == .request(.unary))
    let refusal = Refusal.connectionWaitingBytes(limitBytes: 8 << 20)
    #expect(state.open(5, .unary, .unary, messageBytes: 0) == .answer(refusal))
    #expect(state.receive(.data(3, bytes: 1)) == .fail(refusal))
    #expect(state.waitingBytes == 4 << 20)
    _ = state.finish(1, succeeded: true)
    #expect(state.waitingBytes == 0)
  }

  @Test func takingMoreThanWaitsCountsToZeroAndNoFurther() {
    var state = ServerConnectionState()
    state.opened(1, .remoteOpen, .clientStreaming)
    _ = state.receive(.data(1, bytes: 100))
    state.took(1, messageBytes: 5_000)
    #expect(state.waitingBytes == 0)
  }

  @Test func aClientBoundsWhatItsCallersLeave() {
    var limits = Limits()
    limits.waitingBytesPerConnection = 6 << 20
    var state = ClientConnectionState(limits: limits)
    _ = state.start(.serverStreaming)
    _ = state.start(.serverStreaming)
    #expect(state.receive(.data(1, bytes: 4 << 20)) == .message(isLast: false))
    #expect(state.receive(.data(1, bytes: 1 << 20)) == .message(isLast: false))
    #expect(state.receive(.data(3, bytes: 1 << 20)) == .message(isLast: false))
    #expect(
      state.receive(.data(3, bytes: 1)) == .fail(.connectionWaitingBytes(limitBytes: 6 << 20), cancelling: true))
    state.took(1, messageBytes: 4 << 20)
    #expect(state.waitingBytes == 1 << 20)
    #expect(
      state.receive(.data(1, bytes: 1)) == .fail(.streamWaitingBytes(limitBytes: Self.mebibyte), cancelling: true))
    #expect(state.waitingBytes == 0)
    #expect(state.openStreams == 0)
  }
}
