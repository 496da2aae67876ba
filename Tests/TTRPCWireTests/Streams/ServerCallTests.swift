import Testing

@testable import TTRPCWire

/// What a handler's events do to a server's connection.
@Suite struct ServerCallTests {
  @Test(
    arguments: [
      (.unary, .unary, nil), (.unary, .clientStreaming, .methodStreams), (.unary, .serverStreaming, .methodStreams),
      (.unary, .bidirectional, .methodStreams),
      (.remoteClosed, .unary, nil), (.remoteClosed, .clientStreaming, nil), (.remoteClosed, .serverStreaming, nil),
      (.remoteClosed, .bidirectional, nil),
      (.remoteOpen, .unary, .clientMayNotStream), (.remoteOpen, .clientStreaming, nil),
      (.remoteOpen, .serverStreaming, .clientMayNotStream), (.remoteOpen, .bidirectional, nil),
    ] as [(StreamOpening, CallShape, Refusal?)])
  func theOpeningMustFitTheShapeOfTheMethod(_ opening: StreamOpening, _ shape: CallShape, _ refusal: Refusal?) {
    var state = ServerConnectionState()
    #expect(opening.refusal(for: shape) == refusal)
    #expect(state.open(1, opening, shape, messageBytes: 3) == refusal.map { .answer($0) } ?? .start)
    #expect(state.openStreams == (refusal == nil ? 1 : 0))
  }

  @Test(
    arguments: [
      (.unary, true, .response), (.unary, false, .response), (.clientStreaming, true, .response),
      (.clientStreaming, false, .response), (.serverStreaming, true, .endOfMessages), (.serverStreaming, false, .response),
      (.bidirectional, true, .endOfMessages), (.bidirectional, false, .response),
    ] as [(CallShape, Bool, OnServerFinish)])
  func aStreamEndsWithTheFrameOfItsShape(_ shape: CallShape, _ succeeded: Bool, _ end: OnServerFinish) {
    var state = ServerConnectionState()
    state.opened(1, shape == .unary ? [] : .remoteClosed, shape)
    #expect(state.finish(1, succeeded: succeeded) == end)
    #expect(state.openStreams == 0)
    #expect(state.finish(1, succeeded: succeeded) == .nothing)
  }

  @Test func aServerMayFinishBeforeTheClientHasClosedAndPassesOverTheRest() {
    var state = ServerConnectionState()
    state.opened(1, .remoteOpen, .clientStreaming)
    #expect(state.finish(1, succeeded: true) == .response)
    #expect(state.receive(.data(1)) == .ignore(.streamOver))
    #expect(state.receive(.data(1, [.remoteClosed, .noData], bytes: 0)) == .ignore(.streamOver))
  }

  @Test func onlyAStreamingServerSendsMessages() {
    var state = ServerConnectionState()
    state.opened(1, [], .unary)
    state.opened(3, .remoteOpen, .clientStreaming)
    state.opened(5, .remoteClosed, .serverStreaming)
    state.opened(7, .remoteOpen, .bidirectional)
    #expect([1, 3, 5, 7, 9].map { state.send($0) } == [.drop, .drop, .write, .write, .drop])
    _ = state.finish(5, succeeded: true)
    #expect(state.send(5) == .drop)
  }

  @Test func aCancelledStreamStopsOnceSendsNoMoreAndStaysOpenUntilItsHandlerEnds() {
    var state = ServerConnectionState()
    state.opened(1, .remoteOpen, .bidirectional)
    #expect(state.cancel(1) == .stop)
    #expect(state.cancel(1) == .nothing)
    #expect(state.send(1) == .drop)
    #expect(state.openStreams == 1)
    #expect(state.finish(1, succeeded: false) == .response)
    #expect(state.cancel(1) == .nothing)
  }

  @Test func cancellingWhatIsNotOpenDoesNothing() {
    var state = ServerConnectionState()
    state.answered(1)
    #expect([0, 1, 2, 3].map { state.cancel($0) } == [.nothing, .nothing, .nothing, .nothing])
  }

  @Test func drainingRefusesNewCallsAndIsDoneWhenTheOpenOnesEnd() {
    var state = ServerConnectionState()
    state.opened(1, .remoteOpen, .bidirectional)
    state.drain()
    #expect(!state.isDrained)
    #expect(state.receive(.request(3)) == .answer(.draining))
    #expect(state.receive(.data(1)) == .message(isLast: false))
    #expect(state.receive(.data(3)) == .ignore(.streamOver))
    _ = state.finish(1, succeeded: true)
    #expect(state.isDrained)
  }

  @Test func callsBeyondTheLimitAreRefusedUntilOneEnds() {
    var limits = Limits()
    limits.streamsPerConnection = 2
    var state = ServerConnectionState(limits: limits)
    state.opened(1, [], .unary)
    state.opened(3, [], .unary)
    #expect(state.receive(.request(5)) == .request(.unary))
    #expect(state.open(5, .unary, .unary, messageBytes: 1) == .answer(.tooManyStreams(limit: 2)))
    _ = state.finish(1, succeeded: true)
    state.opened(7, [], .unary)
    #expect(state.openStreams == 2)
    #expect(state.waitingBytes == 0)
  }

  @Test func aHandlerThatEndsAfterItsStreamFailedWritesNothing() {
    var state = ServerConnectionState()
    state.opened(1, [], .unary, messageBytes: 100)
    #expect(state.receive(.data(1)) == .fail(.dataOnUnaryCall))
    #expect(state.finish(1, succeeded: true) == .nothing)
    state.took(1, messageBytes: 100)
    #expect(state.waitingBytes == 0)
  }
}
