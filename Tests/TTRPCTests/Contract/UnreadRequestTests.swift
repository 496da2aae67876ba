import EchoServer
import NIOCore
import NIOPosix
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

/// A server that accepts and never reads: its socket's buffers are full, and callers' time and cancellation hold all the same.
@Suite(.timeLimit(.minutes(1))) struct UnreadRequestTests {
  static let large = EchoRequest(payload: .init(pattern: 256 << 10))

  /// A call of each kind, with requests that no buffer takes.
  static let calls: [(name: String, call: @Sendable (EchoServiceClient, CallOptions) async throws -> Void)] = [
    ("unary", { echo, options in _ = try await echo.echoWorker(large, options: options) }),
    ("unary, short", { echo, options in _ = try await echo.echoInline(EchoRequest(), options: options) }),
    (
      "produce", { echo, options in for try await _ in try await echo.produceStream(ProduceRequest(), options: options) {} }
    ),
    (
      "collect",
      { echo, options in
        let call = try await echo.collectStream(options: options)
        for _ in 0..<64 { try await call.requests.write(large) }
        _ = try await call.response()
      }
    ),
    (
      "collect, response only",
      { echo, options in _ = try await echo.collectStream(options: options).response() }
    ),
    (
      "echo, writing",
      { echo, options in
        let call = try await echo.echoStream(options: options)
        for _ in 0..<64 { try await call.requests.write(large) }
      }
    ),
    (
      "echo, reading",
      { echo, options in for try await _ in try await echo.echoStream(options: options).responses {} }
    ),
    (
      "echo, both",
      { echo, options in
        let call = try await echo.echoStream(options: options)
        async let reading: Void = { for try await _ in call.responses {} }()
        for _ in 0..<64 { try await call.requests.write(large) }
        try await reading
      }
    ),
  ]

  /// Runs `body` with a client whose socket's buffer is full.
  private func withFullConnection(_ body: (EchoServiceClient) async throws -> Void) async throws {
    let (mine, theirs) = try socketPair()
    let silent = RawPeer(theirs)
    let client = try await ClientConnection.adopt(connectedSocket: mine, on: .singleton)
    let echo = EchoServiceClient(client)
    let full = await code {
      try await Self.calls[3].call(echo, CallOptions(timeout: .milliseconds(100)))
    }
    #expect(full == .deadlineExceeded)
    try await body(echo)
    withExtendedLifetime(silent) {}
    // Returns although nothing can be sent.
    await client.close()
  }

  @Test func deadlineHoldsForCallsOfEveryKind() async throws {
    try await withFullConnection { echo async throws in
      for (name, call) in Self.calls {
        let code = await code { try await call(echo, CallOptions(timeout: .milliseconds(30))) }
        #expect(code == .deadlineExceeded, "\(name)")
      }
    }
  }

  @Test func cancellationHoldsForCallsOfEveryKind() async throws {
    try await withFullConnection { echo async throws in
      for (name, call) in Self.calls {
        let begun = Recorder<Void>()
        let task = Task {
          begun.append(())
          return await outcome { try await call(echo, CallOptions()) }
        }
        await begun.until { !$0.isEmpty }
        task.cancel()
        #expect(await task.value.failure?.code == .cancelled, "\(name)")
      }
    }
  }

  @Test func closingEndsCallsOfEveryKind() async throws {
    let (mine, theirs) = try socketPair()
    let silent = RawPeer(theirs)
    let client = try await ClientConnection.adopt(connectedSocket: mine, on: .singleton)
    let tasks = Self.calls.map { _, call in
      Task { await outcome { try await call(EchoServiceClient(client), CallOptions()) } }
    }
    // All have begun when the first short one has arrived behind them.
    _ = try await silent.receive()
    await client.close()
    for task in tasks { #expect(await task.value.failure?.code == .unavailable) }
  }

  @Test func requestsThatTheServerDoesNotReadAreBounded() async throws {
    let (mine, theirs) = try socketPair()
    let silent = RawPeer(theirs)
    var limits = Limits()
    limits.outboundBytesPerConnection = 2 << 20
    let client = try await ClientConnection.adopt(connectedSocket: mine, on: .singleton, limits: limits)
    let echo = EchoServiceClient(client)
    var sent = 0
    var refusal: RPCError?
    while refusal == nil {
      let failure = await outcome { try await echo.echoWorker(Self.large, options: CallOptions(timeout: .milliseconds(5))) }
        .failure
      if failure?.code == .deadlineExceeded { sent += 1 } else { refusal = failure }
    }
    #expect(refusal?.code == .resourceExhausted)
    // What the bound allows and what the socket took, which is at least something.
    #expect((8...32).contains(sent), "\(sent)")
    // When the server reads, everything that was begun arrives whole, and calls go on.
    var methods: [String] = []
    for frame in try await silent.receive(2 * sent - 1) { methods.append(try method(of: frame)) }
    #expect(methods == (0..<2 * sent - 1).map { $0 % 2 == 0 ? "EchoWorker" : "Cancel" })
    let call = Task { await outcome { try await echo.echoInline(EchoRequest()) } }
    var frame = try #require(try await silent.receive())
    if try method(of: frame) == "Cancel" { frame = try #require(try await silent.receive()) }
    #expect(try method(of: frame) == "EchoInline")
    await client.close()
    #expect(await call.value.failure?.code == .unavailable)
  }

  private func method(of frame: RawFrame) throws -> String {
    try RequestEnvelope(decoding: ByteBuffer(bytes: frame.data), limits: Limits()).method
  }
}
