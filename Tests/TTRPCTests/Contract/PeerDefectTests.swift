import EchoServer
import NIOCore
import NIOPosix
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

/// What is known to go wrong in other ttrpc libraries, a test for each.
@Suite(.timeLimit(.minutes(1))) struct PeerDefectTests {
  private static let hold = EchoRequest(holdMilliseconds: 60_000)

  /// Elsewhere the number of open calls goes below zero with each call that is rejected, and the limit is none any more.
  @Test func rejectedCallsDoNotRaiseTheLimitOfOpenCalls() async throws {
    let options = TestServiceOptions { $0.configuration.limits.streamsPerConnection = 2 }
    try await withService(.socketPair, options) { service async throws in
      let peer = try await service.connectRaw()
      let unknown = MethodDescriptor(
        service: "no.Service", method: "No", kind: .unary,
        policy: MethodPolicy(access: .anyone, executionClass: .worker, longestRun: .seconds(1)))
      var next: UInt32 = 1
      for _ in 0..<50 {
        try await peer.send(
          .request(next, unknown) + .request(next + 2, EchoServiceMethods.collectStream)
            + .request(next + 4, EchoServiceMethods.echoWorker, flags: .remoteOpen) + .frame(next + 6, type: 1))
        #expect(try await peer.receive(4).map(\.code) == [12, 3, 3, 12])
        next += 8
      }
      for stream in [next, next + 2, next + 4] {
        try await peer.send(.request(stream, EchoServiceMethods.echoWorker, Self.hold))
      }
      #expect(try await peer.receive()?.summary == "\(next + 4): 8")
      await service.gate.untilHeld(2)
      service.gate.open()
      #expect(Set(try await peer.receive(2).map(\.summary)) == ["\(next): 0", "\(next + 2): 0"])
    }
  }

  /// Elsewhere a data frame on a unary call that runs ends the process.
  @Test func dataOnARunningUnaryCallEndsThatCallOnly() async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      try await peer.send(
        .request(1, EchoServiceMethods.echoWorker, Self.hold) + .request(3, EchoServiceMethods.echoLong, Self.hold))
      await service.gate.untilHeld(2)
      try await peer.send(.frame(1, type: 3, .init(bytes: [1])))
      #expect(try await peer.receive()?.summary == "1: 3")
      service.gate.open()
      #expect(try await peer.receive()?.summary == "3: 0")
    }
  }

  /// Elsewhere a stream's handler sees neither metadata nor deadline.
  @Test func streamsKeepMetadataAndDeadline() async throws {
    try await withService { service async throws in
      var metadata = Metadata()
      metadata.append("1", for: "x-key")
      let options = CallOptions(timeout: .seconds(50), metadata: metadata)
      let call = try await service.echo.echoStream(options: options)
      try await call.requests.write(EchoRequest(describeCall: true))
      var responses = call.responses.makeAsyncIterator()
      let seen = try #require(try await responses.next()?.call)
      #expect(seen.metadata == [MetadataEntry(key: "x-key", value: "1")])
      let remaining = try #require(seen.remainingNanoseconds)
      #expect(remaining > 0 && remaining <= 50_000_000_000)
      try await call.requests.finish()
      #expect(try await responses.next() == nil)
    }
  }

  /// Elsewhere a stream whose handler does not read holds up the only loop that reads the connection, a second each time.
  @Test func fullStreamDoesNotDelayTheOtherCallsOfItsConnection() async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      try await peer.send(.opening(1, EchoServiceMethods.collectStream) + .message(1, Self.hold))
      await service.gate.untilHeld()
      let payload = ByteBuffer(repeating: 0, count: 64 << 10)
      let start = ContinuousClock.now
      for stream in stride(from: 3, to: 203, by: 2) as StrideTo<UInt32> {
        // Fills the stream, and then fails it; whatever is its state, the other call is answered.
        if stream < 80 { try await peer.send(.frame(1, type: 3, payload)) }
        try await peer.send(.request(stream, EchoServiceMethods.echoInline))
        var frame = try await peer.receive()
        if frame?.stream == 1 { frame = try await peer.receive() }
        #expect(frame?.summary == "\(stream): 0")
      }
      #expect(ContinuousClock.now - start < .seconds(20), "A second for each message that finds no room.")
    }
  }

  /// Elsewhere an answer that is too long closes the connection, with every call on it.
  @Test func oversizeAnswerEndsItsCallOnly() async throws {
    try await withService { service async throws in
      let peer = try await service.connectRaw()
      try await peer.send(.request(1, EchoServiceMethods.echoWorker, Self.hold))
      await service.gate.untilHeld()
      try await peer.send(.request(3, EchoServiceMethods.echoWorker, EchoRequest(payloadSize: 4 << 20)))
      #expect(try await peer.receive()?.summary == "3: 8")
      service.gate.open()
      #expect(try await peer.receive()?.summary == "1: 0")
    }
  }

  /// Elsewhere a call hangs in its write for as long as the server does not read, whatever its deadline.
  @Test func callEndsAtItsDeadlineAlsoWhenItsRequestCannotBeWritten() async throws {
    let (mine, theirs) = try socketPair()
    let server = RawPeer(theirs)
    let client = try await ClientConnection.adopt(connectedSocket: mine, on: .singleton)
    // More than the socket takes, and less than closes the connection.
    let large = EchoRequest(payload: .init(pattern: 1 << 20))
    let calls = (0..<4).map { _ in
      Task {
        await outcome {
          try await EchoServiceClient(client).echoWorker(large, options: CallOptions(timeout: .milliseconds(100)))
        }
      }
    }
    for call in calls { #expect(await call.value.failure?.code == .deadlineExceeded) }
    withExtendedLifetime(server) {}
    await client.close()
  }
}
