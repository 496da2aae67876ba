import Logging
import NIOCore
import TTRPCWire

/// One connection: frames in, orders of the protocol's state carried out, frames out.
///
/// Answers that are ready while a chunk is read leave with one write at its end. Work on other threads comes back through the
/// mailbox.
final class ServerConnection: ChannelInboundHandler, @unchecked Sendable {  // Used on its channel's event loop only.
  typealias InboundIn = ByteBuffer

  let environment: ServerEnvironment
  let peer: Peer
  private let isOwn: Bool
  let mailbox: Mailbox<ServerEvent>
  let reference = HandlerReference<ServerConnection>()
  /// Room for what is taken from the mailbox.
  var mail: [ServerEvent] = []
  let gate = WriteGate()
  // Each call changes the next five a dozen times. Checking at run time that no two changes overlap was a twentieth of its cost;
  // none can, because the handler is used by one thread and their own code calls nothing of it.
  @exclusivity(unchecked) var state: ServerConnectionState
  @exclusivity(unchecked) var watch: ConnectionWatch
  @exclusivity(unchecked) private var decoder: FrameDecoder
  /// Frames of this turn of the event loop.
  @exclusivity(unchecked) var output = ByteBuffer()
  @exclusivity(unchecked) private var socket: SocketOutput
  /// Calls that run elsewhere, by stream.
  var calls: [UInt32: ServerCall] = [:]
  var sweep = DeadlineSweep()
  /// When the chunk that is being read arrived.
  var arrival = NIODeadline.uptimeNanoseconds(0)
  let channel: any Channel
  private var context: ChannelHandlerContext?
  /// Bytes given to the socket or its channel so far.
  var writtenBytes = 0
  private var readIsWaiting = false
  /// Whether frames of the last chunk wait for the peer to take its answers.
  private var isStalled = false
  /// Set once all calls of a shutdown have ended.
  private var isClosing = false
  private(set) var isClosed = false
  private var hasLeft = false
  /// Why this side closed the connection.
  private var closeReason: CloseReason?

  /// Answers gather up to this many bytes before they are written.
  static let turnBytes = 256 << 10

  var limits: Limits { environment.configuration.limits }
  var logger: Logger { environment.logger }

  /// - Parameter isOwn: Whether this process made the connection itself.
  init(_ environment: ServerEnvironment, channel: any Channel, peer: Peer, isOwn: Bool = false) {
    self.environment = environment
    self.channel = channel
    self.peer = peer
    self.isOwn = isOwn
    let limits = environment.configuration.limits
    state = ServerConnectionState(limits: limits)
    watch = ConnectionWatch(environment.configuration.times, now: .now())
    decoder = FrameDecoder(limitBytes: limits.frameBytes)
    socket = SocketOutput(channel)
    mailbox = Mailbox(eventLoop: channel.eventLoop) { [reference] in reference.handler?.takeMail() }
  }

  // MARK: Channel events

  func handlerAdded(context: ChannelHandlerContext) {
    reference.handler = self
    self.context = context
    environment.metrics.connectionOpened()
    environment.connections.insert(channel, mailbox, isOwn: isOwn)
    include(watch.due(after: .now()))
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    // A channel that never became active does not become inactive.
    leave()
    reference.handler = nil
    self.context = nil
  }

  func channelActive(context: ChannelHandlerContext) {
    context.fireChannelActive()
    context.read()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    arrival = .now()
    decoder.append(unwrapInboundIn(data))
    takeFrames(at: arrival)
  }

  /// Carries out the frames that are there, and tells the watch whether one is begun.
  ///
  /// - Parameter now: when the peer sent them, or let this side go on with them.
  private func takeFrames(at now: NIODeadline) {
    let completedFrame = isStalled ? false : receiveFrames()
    watch.received(at: now, completedFrame: completedFrame, isAtBoundary: decoder.isAtFrameBoundary)
    if let due = watch.frameDue, !isClosed { include(due) }
  }

  /// A peer that takes none of its answers gets no more of them: the rest of the chunk waits in the decoder.
  ///
  /// - Returns: Whether there was a whole frame.
  private func receiveFrames() -> Bool {
    var completedFrame = false
    while !isClosed, let event = decoder.next() {
      completedFrame = true
      switch consume event {
      case .frame(let frame): receive(frame)
      case .oversize(let header): receive(Frame(header: header, data: ByteBuffer()))
      }
      if output.readableBytes >= Self.turnBytes {
        writeOutput()
        if !channel.isWritable {
          isStalled = true
          return true
        }
      }
    }
    return completedFrame
  }

  /// Whether frames of the peer are left unread because it does not take its answers.
  var readingIsPaused: Bool { isStalled || readIsWaiting }

  /// Goes on with the chunk that was left, then with reading.
  private func resume() {
    guard isStalled, channel.isWritable else { return }
    isStalled = false
    watch.readingGoesOn(at: .now())
    takeFrames(at: .now())
    flush()
    if !isStalled, readIsWaiting, channel.isWritable { readOn() }
  }

  private func readOn() {
    readIsWaiting = false
    watch.readingGoesOn(at: .now())
    context?.read()
  }

  /// While the peer does not take its answers, nothing more is read from it.
  func channelReadComplete(context: ChannelHandlerContext) {
    flush()
    if channel.isWritable, !isStalled {
      context.read()
    } else {
      readIsWaiting = true
    }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    guard channel.isWritable else {
      gate.block()
      return
    }
    gate.open()
    if isStalled {
      // Not from here: this may be in the middle of a write.
      channel.eventLoop.assumeIsolated().execute { self.resume() }
    } else if readIsWaiting {
      readOn()
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    leave()
    context.fireChannelInactive()
  }

  /// Ends what is left of the connection, once.
  private func leave() {
    if hasLeft { return }
    hasLeft = true
    isClosed = true
    sweep.stop()
    _ = mailbox.close()
    let reason: RPCError = state.isDraining ? .drainTimeIsOver : .callerLeft
    for call in calls.values {
      call.giveUp(reason)
      record(call, reason)
    }
    calls = [:]
    gate.close()
    environment.connections.remove(channel)
    environment.metrics.connectionClosed(closeReason ?? (state.isDraining ? .shutdown : .peer))
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    logger.debug("A connection failed.", metadata: ["peer": "\(peer)", "error": "\(error)"])
    close(.failure)
  }

  // MARK: Output

  /// Ends a turn: writes what gathered, with one system call where the socket takes it.
  func flush() {
    writeOutput()
    // The first is stored, the second computed: asking it copies the state.
    if state.isDraining, state.isDrained { closeAfterOutput() }
  }

  func writeOutput() {
    if output.readableBytes == 0 || isClosed { return }
    write(output)
    // Last, so that its memory is used again. A write that fails may come back here before: its channel takes no more then.
    output.clear()
  }

  /// Gives whole frames to the socket.
  func write(_ frames: ByteBuffer) {
    if isClosed { return }
    writtenBytes += frames.readableBytes
    if let rest = socket.send(frames) { context?.writeAndFlush(NIOAny(rest), promise: nil) }
  }

  /// Bytes of these that wait because the peer has not taken them.
  var waitingBytes: Int { socket.waitingBytes }

  /// Closes when the peer's socket has taken everything.
  private func closeAfterOutput() {
    if isClosing || isClosed { return }
    isClosing = true
    let written = channel.eventLoop.makePromise(of: Void.self)
    written.futureResult.assumeIsolated().whenComplete { _ in self.close(.shutdown) }
    channel.writeAndFlush(ByteBuffer(), promise: written)
  }

  func close(_ reason: CloseReason) {
    if isClosed { return }
    isClosed = true
    closeReason = reason
    channel.close(promise: nil)
  }

  func answer(_ streamID: UInt32, _ error: RPCError) {
    output.writeResponse(error.explainingQuota().status, streamID: streamID, limits: limits)
  }
}
