import CAllocationCounter
import EchoServer
import Logging
import NIOCore
import NIOEmbedded
import ProtobufCSupport
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

/// Budgets of heap allocations, from the bytes that came to the bytes that are handed to the socket. A budget that a change exceeds
/// is a decision to take, not a number to raise.
///
/// These are figures of debug builds, as tests are run. In a release build a health check allocates the call's context alone.
@Suite(.enabled(if: allocation_counter_is_available() == 1, "the sanitizers count allocations themselves"))
struct CallAllocationTests {
  private static let repetitions = 100
  private static let stream: UInt32 = 1

  @Test func inlineCallKeepsToItsBudgetWhenCallsComeOneAtATime() throws {
    try withConnection { connection in
      var requests: [ByteBuffer] = []
      for index in 0..<2 * Self.repetitions {
        requests.append(try .request(UInt32(2 * index + 1), EchoServiceMethods.echoInline))
      }
      let count = connection.allocations(of: requests) { connection.receive($0) }
      #expect(connection.sink.writes == requests.count)
      // Beside the call's own two, what a debug build allocates for a chunk.
      #expect(Double(count) / Double(Self.repetitions) <= 4.05)
    }
  }

  @Test func inlineCallKeepsToItsBudgetWhenManyComeAtOnce() throws {
    try withConnection { connection in
      let chunks = try [0, 1].map { half in
        var chunk = ByteBuffer()
        for index in 0..<Self.repetitions {
          chunk.writeImmutableBuffer(
            try .request(UInt32(2 * (half * Self.repetitions + index) + 1), EchoServiceMethods.echoInline))
        }
        return chunk
      }
      let count = connection.allocations(of: chunks) { connection.receive($0) }
      #expect(connection.sink.writes == 2)
      // The call's context, and the box of its response.
      #expect(Double(count) / Double(Self.repetitions) <= 2.1)
    }
  }

  @Test func frameOfAStreamKeepsToItsBudgetOnItsWayIn() throws {
    try withConnection { connection in
      connection.receive(try .opening(Self.stream, EchoServiceMethods.echoStream))
      var chunk = ByteBuffer()
      for _ in 0..<Self.repetitions {
        chunk.writeImmutableBuffer(try .message(Self.stream, EchoRequest(payload: [1, 2, 3])))
      }
      let count = connection.allocations(of: [chunk, chunk]) { connection.receive($0) }
      // A message that waits is copied out of its chunk, and the queue doubles now and then.
      #expect(Double(count) / Double(Self.repetitions) <= 3.4)
    }
  }

  @Test func frameOfAStreamKeepsToItsBudgetOnItsWayOut() throws {
    try withConnection { connection in
      connection.receive(try .opening(Self.stream, EchoServiceMethods.echoStream))
      let frame = try ByteBuffer.message(Self.stream, EchoResponse(payload: [1, 2, 3]))
      let count = connection.allocations(of: [frame, frame]) { frame in
        for _ in 0..<Self.repetitions { connection.handler.mailbox.post(.message(streamID: Self.stream, frame: frame)) }
        connection.loop.run()
      }
      #expect(connection.sink.writes == 2)
      #expect(Double(count) / Double(Self.repetitions) <= 1.3)
    }
  }

  @Test func counterSeesWhatAnInterceptorAllocates() throws {
    let requests = try (0..<2 * Self.repetitions).map { index in
      try ByteBuffer.request(UInt32(2 * index + 1), EchoServiceMethods.echoInline)
    }
    var counts: [Int] = []
    for interceptors in [[], [Allocating()]] as [[any Interceptor]] {
      try withConnection(interceptors) { connection in
        counts.append(connection.allocations(of: requests) { connection.receive($0) })
      }
    }
    // A few that happen once may fall into the first count.
    #expect(counts[1] - counts[0] >= Self.repetitions * 9 / 10)
  }

  /// Leaves an array in every call.
  private struct Allocating: Interceptor, CallContextKey {
    typealias Value = [Int]

    func before(_ call: CallContext, request: ByteBuffer?) throws(RPCError) {
      call[Allocating.self] = [Int(call.streamID), 1, 2]
    }
  }

  // MARK: A connection without a socket, in this thread

  /// Takes what the connection hands to its socket, and keeps nothing of it.
  private final class Sink: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer
    private(set) var writes = 0

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
      writes += 1
      promise?.succeed()
    }
  }

  private struct Connection {
    let channel: EmbeddedChannel
    let handler: ServerConnection
    let sink: Sink

    var loop: EmbeddedEventLoop { channel.embeddedEventLoop }

    func receive(_ chunk: ByteBuffer) {
      channel.pipeline.fireChannelRead(chunk)
      channel.pipeline.fireChannelReadComplete()
    }

    /// Allocations while `body` takes the second half of `items`; the first pays for what is set up only once.
    func allocations(of items: [ByteBuffer], _ body: (ByteBuffer) -> Void) -> Int {
      for item in items.prefix(items.count / 2) { body(item) }
      let before = allocation_counter_value()
      for item in items.suffix(items.count - items.count / 2) { body(item) }
      return Int(allocation_counter_value() - before)
    }
  }

  private func withConnection(_ interceptors: [any Interceptor] = [], _ body: (Connection) throws -> Void) throws {
    var configuration = ServerConfiguration()
    configuration.workerThreads = 1
    configuration.longThreads = 1
    let lanes = Lanes(configuration)
    let (untilTheEnd, end) = AsyncStream<Void>.makeStream()
    let metrics = ServerMetrics()
    let services = ServiceRegistration(
      service: "fiszka.test.v1.EchoService",
      methods: [
        .unary(EchoServiceMethods.echoInline, EchoCalls().echoInline),
        // Reads nothing, so that what comes waits, and nothing happens in another thread.
        MethodRegistration(EchoServiceMethods.echoStream, .stream { _, _, _ in for await _ in untilTheEnd {} }),
      ])
    let environment = ServerEnvironment(
      registry: try MethodRegistry([services], interceptors: interceptors, metrics: metrics), configuration: configuration,
      lanes: lanes, metrics: metrics, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let channel = EmbeddedChannel()
    let sink = Sink()
    let handler = ServerConnection(environment, channel: channel, peer: .unknown)
    try channel.pipeline.syncOperations.addHandlers([sink, handler])
    try channel.connect(to: SocketAddress(unixDomainSocketPath: "/nowhere")).wait()
    defer {
      // First, for the ends of streams are posted to the loop, which belongs to this thread.
      channel.close(promise: nil)
      channel.embeddedEventLoop.run()
      end.finish()
      lanes.worker.shutdown()
      lanes.long.shutdown()
      lanes.hashing.shutdown()
    }
    try body(Connection(channel: channel, handler: handler, sink: sink))
  }
}

extension ByteBuffer {
  /// A whole request frame.
  fileprivate static func request(
    _ stream: UInt32, _ method: MethodDescriptor, flags: FrameFlags = .none, _ message: some ProtobufMessage = EchoRequest()
  ) throws -> ByteBuffer {
    var payload = ByteBuffer()
    try message.encode(into: &payload)
    let head = RequestHead(service: method.service, method: method.method, timeoutNanoseconds: 1_000_000_000)
    var frame = ByteBuffer()
    frame.writeRequestPrefix(head, payloadLength: payload.readableBytes, streamID: stream, flags: flags)
    frame.writeBuffer(&payload)
    return frame
  }

  /// A request to a method of streams, without a message.
  fileprivate static func opening(_ stream: UInt32, _ method: MethodDescriptor) throws -> ByteBuffer {
    try request(stream, method, flags: [.remoteOpen, .noData])
  }

  /// A whole data frame.
  fileprivate static func message(_ stream: UInt32, _ message: some ProtobufMessage) throws -> ByteBuffer {
    var payload = ByteBuffer()
    try message.encode(into: &payload)
    var frame = ByteBuffer()
    frame.writeMessagePrefix(payloadLength: payload.readableBytes, streamID: stream)
    frame.writeBuffer(&payload)
    return frame
  }
}
