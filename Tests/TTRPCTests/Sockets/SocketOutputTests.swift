import Glibc
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import TTRPC

@Suite(.timeLimit(.minutes(1))) struct SocketOutputTests {
  @Test func framesGoToTheSocketWithoutTheChannelWhileItTakesThem() async throws {
    try await withOutput { output in
      for number in UInt32(1)...20 { try await output.write(.frame(number)) }
      for number in UInt32(1)...20 { #expect(try await output.peer.receive()?.stream == number) }
      #expect(output.writesOfChannel == 0)
    }
  }

  @Test func framesThatTheSocketDoesNotTakeArriveWholeAndInOrderAndLaterOnesGoToTheSocketAgain() async throws {
    try await withOutput { output in
      let long = [UInt8](repeating: 7, count: 100_000)
      for number in UInt32(1)...50 { try await output.write(.frame(number, data: long)) }
      #expect(try await output.waitingBytes > 0)
      for number in UInt32(1)...50 {
        let frame = try #require(try await output.peer.receive())
        #expect(frame.stream == number)
        #expect(frame.data == long)
      }
      while try await output.waitingBytes > 0, !Task.isCancelled { await Task.yield() }
      let writes = output.writesOfChannel
      #expect(writes > 0)
      try await output.write(.frame(51))
      #expect(try await output.peer.receive()?.stream == 51)
      #expect(output.writesOfChannel == writes)
    }
  }

  @Test func frameAfterTheEndDoesNotGoToWhoeverHasTheDescriptorNow() async throws {
    var isTaken = false
    // Another test may be quicker to take the number.
    while !isTaken {
      let (near, far) = try socketPair()
      let stranger = RawPeer(far)
      try await withOutput { output in
        try await output.writeAtTheEnd(afterGivingDescriptorTo: near)
        try await output.channel.close().get()
        try await output.channel.closeFuture.get()
        isTaken = try await output.isDescriptorTaken
        #expect(output.writesOfChannel == (isTaken ? 1 : 0))
      }
      close(near)
      #expect(try await stranger.receive() == nil)
    }
  }

  // MARK: A channel at one end of a socket pair

  private struct Output: Sendable {
    let channel: any Channel
    let peer: RawPeer
    private let handler: NIOLoopBound<Writer>

    var writesOfChannel: Int { counter.writes.load(ordering: .relaxed) }
    private let counter: Counter

    var waitingBytes: Int {
      get async throws { try await channel.eventLoop.submit { [handler] in handler.value.output.waitingBytes }.get() }
    }

    init(_ group: MultiThreadedEventLoopGroup) async throws {
      let (near, far) = try socketPair()
      peer = RawPeer(far)
      let counter = Counter()
      let channel = try await ClientBootstrap(group: group).withConnectedSocket(near).get()
      handler = try await channel.eventLoop.submit {
        let writer = Writer(channel)
        try channel.pipeline.syncOperations.addHandlers([counter, writer])
        return NIOLoopBound(writer, eventLoop: channel.eventLoop)
      }.get()
      self.channel = channel
      self.counter = counter
    }

    func write(_ frame: ByteBuffer) async throws {
      try await channel.eventLoop.submit { [handler] in handler.value.write(frame) }.get()
    }

    /// When the channel has closed its descriptor, its number is given to `stranger`, and then a frame is written.
    func writeAtTheEnd(afterGivingDescriptorTo stranger: CInt) async throws {
      try await channel.eventLoop.submit { [handler] in handler.value.stranger = stranger }.get()
    }

    /// Whether `stranger` got the number.
    var isDescriptorTaken: Bool {
      get async throws { try await channel.eventLoop.submit { [handler] in handler.value.isDescriptorTaken }.get() }
    }
  }

  /// Where a connection would be.
  private final class Writer: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    var output: SocketOutput
    var stranger: CInt?
    private(set) var isDescriptorTaken = false
    private let descriptor: CInt?
    private var context: ChannelHandlerContext?

    init(_ channel: any Channel) {
      output = SocketOutput(channel)
      descriptor = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable { (descriptor: CInt) in descriptor }
    }

    func handlerAdded(context: ChannelHandlerContext) {
      self.context = context
    }

    func channelInactive(context: ChannelHandlerContext) {
      guard let stranger, let descriptor else { return }
      let copy = fcntl(stranger, F_DUPFD_CLOEXEC, descriptor)
      isDescriptorTaken = copy == descriptor
      if isDescriptorTaken { write(.frame(1), context) }
      close(copy)
    }

    func write(_ frame: ByteBuffer) {
      guard let context else { return }
      write(frame, context)
    }

    private func write(_ frame: ByteBuffer, _ context: ChannelHandlerContext) {
      if let rest = output.send(frame) { context.writeAndFlush(NIOAny(rest), promise: nil) }
    }
  }

  /// Counts what goes by the channel.
  private final class Counter: ChannelOutboundHandler, Sendable {
    typealias OutboundIn = ByteBuffer
    let writes = Atomic(0)

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
      writes.add(1, ordering: .relaxed)
      context.write(data, promise: promise)
    }
  }

  private func withOutput(_ body: (Output) async throws -> Void) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let output = try await Output(group)
    do {
      try await body(output)
    } catch {
      try await group.shutdownGracefully()
      throw error
    }
    try await group.shutdownGracefully()
  }
}

extension ByteBuffer {
  /// A message frame of stream `number`.
  fileprivate static func frame(_ number: UInt32, data: [UInt8] = [1, 2, 3]) -> ByteBuffer {
    var frame = ByteBuffer()
    frame.writeMultipleIntegers(UInt32(data.count), number, UInt8(3), UInt8(0))
    frame.writeBytes(data)
    return frame
  }
}
