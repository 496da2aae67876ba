import CommonProto
import NIOCore
import NIOPosix
import ProtobufCSupport
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

/// What our client makes of a server that speaks bytes of its own.
@Suite(.timeLimit(.minutes(1))) struct RawServerScenarioTests {
  /// Runs `body` with our client and the other end of its connection.
  private func withClient(_ body: (EchoServiceClient, RawPeer, ClientConnection) async throws -> Void) async throws {
    let (mine, theirs) = try socketPair()
    let client = try await ClientConnection.adopt(connectedSocket: mine, on: .singleton)
    do {
      try await body(EchoServiceClient(client), RawPeer(theirs), client)
    } catch {
      await client.close()
      throw error
    }
    await client.close()
  }

  private func response(_ stream: UInt32, _ message: EchoResponse = EchoResponse()) throws -> ByteBuffer {
    var payload = ByteBuffer()
    try message.encode(into: &payload)
    var frame = ByteBuffer()
    frame.writeResponsePrefix(payloadLength: payload.readableBytes, streamID: stream)
    frame.writeBuffer(&payload)
    return frame
  }

  /// What a unary call on stream 1 comes to when the server sends `answer`, which is followed by a good answer to a call on
  /// stream 3 where `goesOn` says so.
  private func unary(_ answer: ByteBuffer, goesOn: Bool = true) async throws -> Result<EchoResponse, RPCError> {
    var result: Result<EchoResponse, RPCError> = .failure(.connectionClosed)
    try await withClient { client, server, _ async throws in
      let call = Task { await outcome { try await client.echoWorker(EchoRequest()) } }
      #expect(try await server.receive()?.stream == 1)
      try await server.send(answer)
      result = await call.value
      if goesOn {
        let next = Task { try await client.echoWorker(EchoRequest()) }
        // A Cancel of the first may come before.
        var stream: UInt32 = 0
        repeat {
          let frame = try #require(try await server.receive())
          let request = try RequestEnvelope(decoding: ByteBuffer(bytes: frame.data), limits: Limits())
          stream = request.method == "EchoWorker" ? frame.stream : 0
        } while stream == 0
        try await server.send(response(stream, EchoResponse(payload: [9])))
        #expect(try await next.value.payload == [9])
      }
    }
    return result
  }

  @Test func answerInSingleBytesIsRead() async throws {
    try await withClient { client, server, _ async throws in
      let call = Task { try await client.echoWorker(EchoRequest()) }
      #expect(try await server.receive()?.stream == 1)
      var bytes = try response(1, EchoResponse(payload: [1, 2, 3]))
      while let byte = bytes.readSlice(length: 1) { try await server.send(byte) }
      #expect(try await call.value.payload == [1, 2, 3])
    }
  }

  @Test func framesThatConcernNobodyArePassedOver() async throws {
    let noise: [ByteBuffer] = [
      .frame(1, type: 9, .init(bytes: [1])), .frame(99, type: 2), .frame(2, type: 2), .frame(99, type: 3), .frame(1, type: 1),
    ]
    let result = try await unary(noise.reduce(ByteBuffer(), +) + response(1) + response(1, EchoResponse(payload: [2])))
    #expect(try result.get() == EchoResponse())
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

  @Test func dataOnAUnaryCallIsTheServersFault() async throws {
    #expect(try await unary(.frame(1, type: 3)).failure?.code == .internal)
  }

  @Test func rubbishClosesTheConnectionAndEndsEveryCall() async throws {
    try await withClient { client, server, connection async throws in
      let calls = (0..<3).map { _ in Task { await outcome { try await client.echoWorker(EchoRequest()) } } }
      #expect(try await server.receive(3).count == 3)
      try await server.send(ByteBuffer(string: "HTTP/1.1 400 Bad Request\r\n\r\n"))
      for call in calls { #expect(await call.value.failure?.code == .internal) }
      #expect(try await server.receive() == nil)
      #expect(await code { try await client.echoWorker(EchoRequest()) } == .unavailable)
    }
  }

  @Test func streamMayEndWithItsLastMessageOrAResponse() async throws {
    let message = try ByteBuffer.message(1, EchoResponse(payload: [1]))
    let lasts: [ByteBuffer] = [
      try message + .message(1, EchoResponse(payload: [2]), flags: .remoteClosed),
      try message + response(1, EchoResponse(payload: [2])),
      try message + .message(1, EchoResponse(payload: [2])) + .frame(1, type: 3, flags: 5),
      try message + .message(1, EchoResponse(payload: [2])) + .frame(1, type: 2),
    ]
    for last in lasts {
      try await withClient { client, server, _ async throws in
        let stream = try await client.produceStream(ProduceRequest(messages: 2))
        #expect(try await server.receive()?.stream == 1)
        // What comes after the end is passed over.
        try await server.send(last + message)
        var payloads: [[UInt8]] = []
        for try await response in stream { payloads.append(response.payload) }
        #expect(payloads == [[1], [2]])
      }
    }
  }

  @Test func streamThatTheServerGetsWrongFailsAndIsCancelled() async throws {
    let wrongs: [ByteBuffer] = [
      .frame(1, type: 3, flags: 4, .init(bytes: [1])), .frame(1, type: 3, ByteBuffer(repeating: 0, count: (4 << 20) + 1)),
    ]
    for (wrong, expected) in zip(wrongs, [RPCError.Code.internal, .resourceExhausted]) {
      try await withClient { client, server, _ async throws in
        var stream = try await client.produceStream(ProduceRequest(messages: 2)).makeAsyncIterator()
        #expect(try await server.receive()?.stream == 1)
        try await server.send(wrong)
        #expect(await code { try await stream.next() } == expected)
        let cancel = try #require(try await server.receive())
        let request = try RequestEnvelope(decoding: ByteBuffer(bytes: cancel.data), limits: Limits())
        #expect(request.method == "Cancel")
      }
    }
  }

  @Test func statusIsCutToTheLimits() async throws {
    var frame = ByteBuffer()
    var status = RPCStatus(code: 5, message: String(repeating: "ż", count: 10_000))
    status.details = (0..<100).map { ProtobufAny(typeUrl: "type.googleapis.com/a.B", value: [UInt8($0)]) }
    var unlimited = Limits()
    unlimited.statusMessageBytes = .max
    unlimited.statusDetails = .max
    frame.writeResponse(status, streamID: 1, limits: unlimited)
    let failure = try await unary(frame).failure
    #expect(failure?.code == .notFound)
    #expect(failure?.message == String(repeating: "ż", count: 2_048))
    #expect(failure?.details.count == 16)
  }
}
