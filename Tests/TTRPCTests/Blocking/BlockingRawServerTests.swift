import EchoServer
import Glibc
import NIOCore
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

/// What the blocking client makes of a server that speaks bytes of its own, or does not read.
@Suite(.timeLimit(.minutes(1))) struct BlockingRawServerTests {
  private static let worker = EchoServiceMethods.echoWorker

  private static func response(_ stream: UInt32, _ message: EchoResponse = EchoResponse()) throws -> ByteBuffer {
    var frame = ByteBuffer()
    #expect(frame.writeResponse(message, streamID: stream, limits: Limits()) == nil)
    return frame
  }

  /// What a call on stream 1 comes to when the server sends `answer`, followed by a good answer on stream 3 or, where the
  /// first was cancelled, on stream 5.
  private func unary(_ answer: ByteBuffer, next stream: UInt32 = 3) async throws -> Result<EchoResponse, RPCError> {
    let (mine, theirs) = try socketPair()
    let server = RawPeer(theirs)
    async let results = blockingOn(mine) { connection in
      (0..<2).map { _ in
        tried { () throws(RPCError) -> EchoResponse in try connection.unary(Self.worker, EchoRequest()) }
      }
    }
    #expect(try await server.receive()?.stream == 1)
    try await server.send(answer)
    while let frame = try await server.receive(), frame.stream != stream {}
    try await server.send(Self.response(stream, EchoResponse(payload: [9])))
    let both = try await results
    #expect(try both[1].get().payload == [9])
    return both[0]
  }

  @Test func answerInSingleBytesIsRead() async throws {
    let (mine, theirs) = try socketPair()
    let server = RawPeer(theirs)
    async let response = blockingOn(mine) { connection -> EchoResponse in
      try connection.unary(Self.worker, EchoRequest(), options: CallOptions(timeout: .seconds(50)))
    }
    #expect(try await server.receive()?.stream == 1)
    var bytes = try Self.response(1, EchoResponse(payload: [1, 2, 3]))
    while let byte = bytes.readSlice(length: 1) { try await server.send(byte) }
    #expect(try await response.payload == [1, 2, 3])
  }

  @Test func framesThatConcernNobodyArePassedOver() async throws {
    let noise: [ByteBuffer] = [
      .frame(1, type: 9, .init(bytes: [1])), .frame(99, type: 2), .frame(2, type: 2), .frame(99, type: 3), .frame(1, type: 1),
    ]
    let answer = try noise.reduce(ByteBuffer(), +) + Self.response(1) + Self.response(1, EchoResponse(payload: [2]))
    #expect(try await unary(answer).get() == EchoResponse())
  }

  @Test func emptyResponseIsAnEmptyMessage() async throws {
    #expect(try await unary(.frame(1, type: 2)).get() == EchoResponse())
  }

  @Test func oversizeResponseEndsItsCallOnly() async throws {
    let oversize = ByteBuffer(repeating: 0, count: (4 << 20) + 1)
    #expect(try await unary(.frame(1, type: 2, oversize)).failure?.code == .resourceExhausted)
  }

  @Test(arguments: [[0x0a, 0x7f], [0x12, 0x02, 0x0a, 0x05]] as [[UInt8]])
  func responseThatCannotBeReadIsTheServersFault(_ data: [UInt8]) async throws {
    #expect(try await unary(.frame(1, type: 2, .init(bytes: data))).failure?.code == .internal)
  }

  @Test func dataOnAUnaryCallIsTheServersFaultAndCancelled() async throws {
    #expect(try await unary(.frame(1, type: 3), next: 5).failure?.code == .internal)
  }

  @Test func rubbishClosesTheConnectionAndEndsEveryCall() async throws {
    let (mine, theirs) = try socketPair()
    let server = RawPeer(theirs)
    async let codes = blockingOn(mine) { connection in
      for _ in 0..<3 { _ = try connection.start(Self.worker, EchoRequest()) }
      var codes: [RPCError.Code?] = []
      while let call = connection.next() { codes.append(call.outcome.failure?.code) }
      let isClosed = connection.isClosed
      #expect(isClosed)
      let late = tried { () throws(RPCError) in try connection.start(Self.worker, EchoRequest()) }
      return codes + [late.failure?.code]
    }
    #expect(try await server.receive(3).count == 3)
    try await server.send(ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\n\r\n"))
    #expect(try await codes == [.internal, .internal, .internal, .unavailable])
    #expect(try await server.receive() == nil)
  }

  @Test(arguments: [0, 5, 12])
  func serverThatEndsInTheMiddleOfAFrameEndsEveryCall(_ bytes: Int) async throws {
    let (mine, theirs) = try socketPair()
    let server = RawPeer(theirs)
    async let codes = blockingOn(mine) { connection in
      for _ in 0..<2 { _ = try connection.start(Self.worker, EchoRequest()) }
      var codes: [RPCError.Code?] = []
      while let call = connection.next() { codes.append(call.outcome.failure?.code) }
      return codes
    }
    #expect(try await server.receive(2).count == 2)
    var answer = try Self.response(1, EchoResponse(payload: .init(repeating: 1, count: 50)))
    try await server.send(answer.readSlice(length: bytes) ?? ByteBuffer())
    server.closeSending()
    #expect(try await codes == [.unavailable, .unavailable])
  }

  @Test func answersSentBeforeTheServerLeftAreRead() async throws {
    let (mine, theirs) = try socketPair()
    var answer = try Self.response(1, EchoResponse(payload: [7]))
    let bytes = answer.readBytes(length: answer.readableBytes) ?? []
    // Before the call is made, so that its request meets a closed socket.
    #expect(bytes.withUnsafeBytes { Glibc.write(theirs, $0.baseAddress, $0.count) } == bytes.count)
    let outcomes = try await blockingOn(mine) { connection in
      let first = try connection.start(Self.worker, EchoRequest())
      let second = try connection.start(Self.worker, EchoRequest())
      Glibc.close(theirs)
      return [connection.end(of: first), connection.end(of: second)].map(\.outcome)
    }
    #expect(try outcomes[0].get().readableBytes == 3)
    #expect(outcomes[1].failure?.code == .unavailable)
  }

  @Test func deadlineHoldsWhenTheServerDoesNotRead() async throws {
    let (mine, theirs) = try socketPair()
    let server = RawPeer(theirs)
    let large = EchoRequest(payload: .init(pattern: 1 << 20))
    let (late, continuation) = AsyncStream.makeStream(of: Void.self)
    async let ended = blockingOn(mine) { connection -> EchoResponse in
      defer { continuation.finish() }
      let start = ContinuousClock.now
      for _ in 0..<3 {
        let late = tried { () throws(RPCError) -> EchoResponse in
          try connection.unary(Self.worker, large, options: CallOptions(timeout: .milliseconds(50)))
        }
        #expect(late.failure?.code == .deadlineExceeded)
      }
      #expect(ContinuousClock.now - start < .seconds(20))
      continuation.finish()
      // From now on the server reads: everything that was begun arrives whole, and calls go on.
      return try connection.unary(EchoServiceMethods.echoInline, EchoRequest())
    }
    for await _ in late {}
    var stream: UInt32 = 0
    var methods: [String] = []
    while methods.last != "EchoInline", let frame = try await readRequest(server, &methods) { stream = frame }
    try await server.send(Self.response(stream, EchoResponse(payload: [1])))
    #expect(try await ended.payload == [1])
    #expect(methods.filter { $0 == "EchoWorker" }.count == 3)
    #expect(methods.filter { $0 == "Cancel" }.count == 3)
  }

  /// The stream of the next request, whose method is added.
  private func readRequest(_ server: RawPeer, _ methods: inout [String]) async throws -> UInt32? {
    guard let frame = try await server.receive() else { return nil }
    methods.append(try RequestEnvelope(decoding: ByteBuffer(bytes: frame.data), limits: Limits()).method)
    return frame.stream
  }

  @Test func requestsThatTheServerDoesNotReadAreBounded() async throws {
    let (mine, theirs) = try socketPair()
    var limits = Limits()
    limits.outboundBytesPerConnection = 1 << 20
    let refusal = try await blockingOn(mine, limits: limits) { connection -> RPCError? in
      for _ in 0..<100 {
        let started = tried { () throws(RPCError) in
          try connection.start(Self.worker, EchoRequest(payload: .init(pattern: 100_000)))
        }
        if let refusal = started.failure { return refusal }
      }
      return nil
    }
    #expect(refusal?.code == .resourceExhausted)
    Glibc.close(theirs)
  }

  @Test func bothSidesMayWriteMuchAtOnce() async throws {
    let (mine, theirs) = try socketPair()
    let server = RawPeer(theirs)
    async let response = blockingOn(mine) { connection -> EchoResponse in
      try connection.unary(Self.worker, EchoRequest(payload: .init(pattern: 3 << 20)))
    }
    // Nothing of the request is read before all of this was taken.
    for _ in 0..<4 { try await server.send(.frame(99, type: 3, ByteBuffer(repeating: 0, count: 1 << 20))) }
    #expect(try await server.receive()?.stream == 1)
    try await server.send(Self.response(1, EchoResponse(payload: [4])))
    #expect(try await response.payload == [4])
  }

  @Test func callsCanBeMadeWithoutEverWaiting() async throws {
    let (mine, theirs) = try socketPair()
    let server = RawPeer(theirs)
    async let payload = blockingOn(mine) { connection -> [UInt8] in
      connection.receive()
      let nothing = connection.nextReceived()
      #expect(nothing == nil)
      let ticket = try connection.start(Self.worker, EchoRequest())
      let isFlushed = connection.flush()
      #expect(isFlushed)
      var entry = pollfd(fd: connection.descriptor, events: Int16(POLLIN), revents: 0)
      poll(&entry, 1, -1)
      connection.receive()
      let received = connection.nextReceived()
      let call = try #require(received)
      #expect(call.ticket == ticket)
      return try call.response(EchoResponse.self).payload
    }
    #expect(try await server.receive()?.stream == 1)
    try await server.send(Self.response(1, EchoResponse(payload: [5])))
    #expect(try await payload == [5])
  }
}
