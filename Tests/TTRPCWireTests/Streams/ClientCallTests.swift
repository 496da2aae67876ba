import Testing

@testable import TTRPCWire

/// What a caller's events do to a client's connection.
@Suite struct ClientCallTests {
  @Test func callsTakeOddIncreasingIdsAndTheFlagsOfTheirShape() {
    var state = ClientConnectionState()
    #expect(state.start(.unary) == .write(streamID: 1, flags: []))
    #expect(state.start(.serverStreaming) == .write(streamID: 3, flags: .remoteClosed))
    #expect(state.start(.clientStreaming) == .write(streamID: 5, flags: .remoteOpen))
    #expect(state.start(.bidirectional) == .write(streamID: 7, flags: .remoteOpen))
    #expect(state.openStreams == 4)
  }

  @Test func afterTheLastIdNewCallsFailAndOpenOnesGoOn() {
    var state = ClientConnectionState(firstStreamID: UInt32.max - 2)
    #expect(state.start(.unary) == .write(streamID: UInt32.max - 2, flags: []))
    #expect(state.hasStreamIDs)
    #expect(state.start(.unary) == .write(streamID: UInt32.max, flags: []))
    #expect(!state.hasStreamIDs)
    #expect(state.start(.unary) == .fail(.streamIDsExhausted))
    #expect(state.receive(.response(.max)) == .response)
    #expect(state.start(.unary) == .fail(.streamIDsExhausted))
  }

  @Test func callsBeyondTheLimitFailWithoutUsingAnId() {
    var limits = Limits()
    limits.streamsPerConnection = 1
    var state = ClientConnectionState(limits: limits)
    _ = state.start(.unary)
    #expect(state.start(.unary) == .fail(.tooManyStreams(limit: 1)))
    #expect(state.abandon(1) == .cancel)
    #expect(state.start(.unary) == .write(streamID: 3, flags: []))
  }

  @Test func onlyAStreamingClientSendsUntilItCloses() {
    var state = ClientConnectionState()
    for shape in [CallShape.unary, .serverStreaming, .clientStreaming, .bidirectional] { _ = state.start(shape) }
    let no = OnClientSend.fail(.mayNotSend)
    #expect([1, 3, 5, 7, 9].map { state.send($0) } == [no, no, .write, .write, no])
    #expect([1, 3, 5, 7, 9].map { state.closeSending($0) } == [no, no, .write, .write, no])
    #expect([5, 7].map { state.send($0) } == [no, no])
    #expect([5, 7].map { state.closeSending($0) } == [no, no])
    #expect(state.openStreams == 4)
  }

  @Test func nothingIsSentAfterTheServerHasEndedTheStream() {
    var state = ClientConnectionState()
    _ = state.start(.bidirectional)
    #expect(state.receive(.data(1, [.remoteClosed, .noData], bytes: 0)) == .end)
    #expect(state.send(1) == .fail(.mayNotSend))
    #expect(state.closeSending(1) == .fail(.mayNotSend))
  }

  @Test func abandoningACallCancelsItOnce() {
    var state = ClientConnectionState()
    _ = state.start(.serverStreaming)
    _ = state.receive(.data(1, bytes: 1000))
    #expect(state.abandon(1) == .cancel)
    #expect(state.abandon(1) == .nothing)
    #expect(state.waitingBytes == 0)
    state.took(1, messageBytes: 1000)
    #expect(state.waitingBytes == 0)
  }
}
