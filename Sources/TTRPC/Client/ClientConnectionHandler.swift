import NIOCore
import TTRPCWire

/// The event loop's half of a client connection.
final class ClientConnectionHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer

  private static let outputBytesToSend = 64 << 10
  /// A `Cancel` is shorter.
  private static let cancelBytes = 128

  private let shared: ClientConnection.Shared
  private let reference: HandlerReference<ClientConnectionHandler>
  private let channel: any Channel
  private let limits: Limits
  private var state: ClientConnectionState
  private var decoder: FrameDecoder
  private var calls: [UInt32: ClientCall] = [:]
  private var sweep = DeadlineSweep()
  private var output = ByteBuffer()
  private var socket: SocketOutput
  /// Room for what is taken from the mailbox.
  private var mail: [ClientEvent] = []
  private var context: ChannelHandlerContext?
  private var isClosed = false

  init(
    _ shared: ClientConnection.Shared, _ reference: HandlerReference<ClientConnectionHandler>, channel: any Channel,
    limits: Limits
  ) {
    self.shared = shared
    self.reference = reference
    self.channel = channel
    self.limits = limits
    socket = SocketOutput(channel)
    state = ClientConnectionState(limits: limits)
    decoder = FrameDecoder(limitBytes: limits.frameBytes)
  }

  // MARK: Channel events

  func handlerAdded(context: ChannelHandlerContext) {
    reference.handler = self
    self.context = context
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    reference.handler = nil
    self.context = nil
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    decoder.append(unwrapInboundIn(data))
    while !isClosed, let event = decoder.next() {
      switch event {
      case .frame(let frame): receive(frame)
      case .oversize(let header): receive(Frame(header: header, data: ByteBuffer()))
      }
    }
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    flush()
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    if channel.isWritable { shared.gate.open() } else { shared.gate.block() }
  }

  func channelInactive(context: ChannelHandlerContext) {
    isClosed = true
    sweep.stop()
    for event in shared.mailbox.close() {
      if case .start(let call, _) = event { call.fail(.connectionClosedBeforeSending) }
    }
    for call in calls.values { call.fail(.connectionLost) }
    calls = [:]
    shared.gate.close()
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    close()
  }

  // MARK: From the server

  private func receive(_ frame: Frame) {
    let streamID = frame.header.streamID
    let call = calls[streamID]
    switch state.receive(frame.header) {
    case .response:
      calls[streamID] = nil
      if let call { end(call, with: frame.data) }
    case .message(let isLast):
      call?.inbound.append(frame.data)
      if isLast { finish(streamID, .success(())) }
    case .end:
      finish(streamID, .success(()))
    case .fail(let refusal, let cancelling):
      finish(streamID, .failure(RPCError(refusal)))
      if cancelling { cancel(streamID) }
    case .ignore:
      break
    case .close(let fault):
      finishAll(RPCError(.internal, "The server does not speak ttrpc: check the address.", cause: fault))
      close()
    }
  }

  private func end(_ call: ClientCall, with data: ByteBuffer) {
    do throws(Refusal) {
      let envelope = try ResponseEnvelope(decoding: data, limits: limits)
      if let error = RPCError(envelope.status) {
        call.end(.failure(error))
      } else if let payload = envelope.payload {
        call.finish(payload)
      } else if call.shape.serverStreams {
        // The end of a stream carries a message only where the server sent one with it.
        call.end(.success(()))
      } else {
        call.finish(ByteBuffer())
      }
    } catch {
      call.end(.failure(RPCError(error)))
    }
  }

  private func finish(_ streamID: UInt32, _ end: Result<Void, RPCError>) {
    calls.removeValue(forKey: streamID)?.end(end)
  }

  private func finishAll(_ error: RPCError) {
    for call in calls.values { call.fail(error) }
    calls = [:]
  }

  // MARK: From callers

  func takeMail() {
    var messageBytes = 0
    shared.mailbox.takeAll(into: &mail)
    for event in mail {
      if case .message(_, let frame) = event { messageBytes += frame.readableBytes }
      carryOut(event)
    }
    mail.removeAll(keepingCapacity: true)
    flush()
    if messageBytes > 0 { shared.gate.carriedOut(messageBytes, on: channel.eventLoop) }
  }

  private func carryOut(_ event: ClientEvent) {
    switch event {
    case .start(let call, let frame): start(call, frame)
    case .message(let call, let frame):
      guard let streamID = call.streamID, calls[streamID] != nil, case .write = state.send(streamID) else { return }
      write(frame, streamID)
    case .endOfMessages(let call):
      guard let streamID = call.streamID, case .write = state.closeSending(streamID) else { return }
      output.writeEndOfMessages(streamID: streamID)
    case .took(let call, let bytes):
      if let streamID = call.streamID { state.took(streamID, messageBytes: bytes) }
    case .abandon(let call, let reason): abandon(call, reason)
    case .close: close()
    }
  }

  private func start(_ call: ClientCall, _ frame: ByteBuffer) {
    if isClosed { return call.fail(.connectionClosedBeforeSending) }
    guard hasRoom(for: frame.readableBytes) else { return call.fail(.tooMuchUnsent) }
    switch state.start(call.shape) {
    case .write(let streamID, _):
      call.streamID = streamID
      calls[streamID] = call
      write(frame, streamID)
      if let deadline = call.deadline { include(deadline) }
    case .fail(let refusal):
      call.fail(RPCError(refusal))
    }
  }

  private func abandon(_ call: ClientCall, _ reason: RPCError) {
    call.fail(reason)
    guard let streamID = call.streamID, calls.removeValue(forKey: streamID) != nil else { return }
    if case .cancel = state.abandon(streamID) { cancel(streamID) }
  }

  /// Tells the server that nobody waits for this stream, unless too much waits already. Its answer is of no interest: no call
  /// stands behind it.
  private func cancel(_ streamID: UInt32) {
    guard !isClosed, hasRoom(for: Self.cancelBytes), case .write(let own, _) = state.start(.unary) else { return }
    var frame = ByteBuffer()
    let head = RequestHead(ControlServiceMethods.cancel, options: CallOptions())
    guard frame.writeRequest(head, CancelRequest(streamID: streamID), flags: [], limits: limits) == nil else { return }
    write(frame, own)
  }

  private func include(_ deadline: NIODeadline) {
    let handler = NIOLoopBound(self, eventLoop: channel.eventLoop)
    sweep.include(deadline, on: channel.eventLoop) { handler.value.endOverdueCalls() }
  }

  private func endOverdueCalls() {
    sweep.fired()
    let now = NIODeadline.now()
    for call in calls.values {
      guard let deadline = call.deadline else { continue }
      if deadline <= now { abandon(call, .deadlineExceeded) } else { include(deadline) }
    }
    flush()
  }

  // MARK: Output

  /// Whether this many bytes more may wait for a server that does not read.
  private func hasRoom(for bytes: Int) -> Bool {
    // Only a channel that is not writable holds enough to matter, and asking costs.
    let waiting = channel.isWritable ? 0 : socket.waitingBytes
    return waiting + output.readableBytes + bytes <= limits.outboundBytesPerConnection
  }

  private func write(_ frame: ByteBuffer, _ streamID: UInt32) {
    var frame = frame
    frame.setStreamID(streamID)
    output.writeBuffer(&frame)
    // What the socket takes now does not count as waiting for the next frame.
    if output.readableBytes >= Self.outputBytesToSend { flush() }
  }

  private func flush() {
    guard output.readableBytes > 0, !isClosed, let context else { return }
    let rest = socket.send(output)
    output.clear()
    if let rest { context.writeAndFlush(NIOAny(rest), promise: nil) }
  }

  private func close() {
    if isClosed { return }
    isClosed = true
    channel.close(promise: nil)
  }
}
