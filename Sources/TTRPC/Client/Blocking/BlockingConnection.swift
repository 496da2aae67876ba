import NIOCore
package import ProtobufCSupport
package import TTRPCWire

/// One connection to a ttrpc server for unary calls that wait in the calling thread: it reads and writes its socket there, without
/// an event loop and without a change of threads.
///
/// It cannot be copied and every call changes it: it belongs to one thread at a time, and the compiler sees to that. Letting it go
/// closes it. Several calls may be open at once: `start` each, then take their ends with `next`; requests gather until
/// something is waited for, and leave together.
///
/// Whoever watches many connections with one thread (`epoll` on `descriptor`) never waits here: `receive`, then `nextReceived`
/// until it returns nil, then `flush`.
package struct BlockingConnection: ~Copyable, Sendable {
  private static let outputBytesToSend = 64 << 10
  private static let inputBytes = (first: 16 << 10, most: 256 << 10)

  private let socket: BlockingSocket
  private let limits: Limits
  private var state: ClientConnectionState
  private var decoder: FrameDecoder
  private var input = ByteBuffer()
  private var inputCapacity = Self.inputBytes.first
  private var output = ByteBuffer()
  /// Of the calls that have one.
  private var deadlines: [UInt32: NIODeadline] = [:]
  /// No deadline is earlier; calls that ended in time may have left it too early.
  private var earliestDeadline = NIODeadline.distantFuture
  /// Open calls of `ControlService/Cancel`, whose answers nobody waits for.
  private var cancels: Set<UInt32> = []
  /// Calls that ended while something else was looked for.
  private var finished = CircularBuffer<FinishedCall>()
  private var maySend = true
  /// True once the connection serves no more calls.
  package private(set) var isClosed = false

  /// Connects to `address`.
  ///
  /// - Throws: `SocketError` when nobody answers there within `timeout`.
  package static func connect(
    to address: Address, timeout: Duration = .seconds(5), limits: Limits = Limits()
  ) throws(SocketError) -> BlockingConnection {
    BlockingConnection(try BlockingSocket.connect(to: address, timeout: timeout), limits)
  }

  /// Takes over a connected socket, such as one end of a socket pair.
  package init(adopting connectedSocket: CInt, limits: Limits = Limits()) {
    self.init(BlockingSocket(owning: connectedSocket), limits)
  }

  private init(_ socket: consuming BlockingSocket, _ limits: Limits) {
    self.socket = socket
    self.limits = limits
    state = ClientConnectionState(limits: limits)
    decoder = FrameDecoder(limitBytes: limits.frameBytes)
  }

  /// For `poll` and its like; stays this connection's own.
  package var descriptor: CInt { socket.descriptor }

  /// How many calls were started and have not ended.
  package var openCalls: Int { state.openStreams - cancels.count }

  // MARK: Calls

  /// One request, one response. Other calls that end meanwhile wait for `next`.
  ///
  /// The deadline of `options` holds whatever the server does, also when it does not read.
  package mutating func unary<Request: ProtobufMessage, Response: ProtobufMessage>(
    _ method: MethodDescriptor, _ request: Request, options: CallOptions = CallOptions()
  ) throws(RPCError) -> Response {
    let ticket = try start(method, request, options: options)
    return try end(of: ticket).response()
  }

  /// Begins a unary call, without waiting. Its request leaves with the next `unary`, `next`, `end` or `flush`, or when many bytes
  /// have gathered.
  ///
  /// - Throws: What keeps the call from being made; then it was not sent.
  package mutating func start(
    _ method: MethodDescriptor, _ request: some ProtobufMessage, options: CallOptions = CallOptions()
  ) throws(RPCError) -> CallTicket {
    guard method.kind == .unary else {
      throw RPCError(.internal, "\(method.fullName) streams: call it on a ClientConnection.")
    }
    if isClosed || !maySend { throw .connectionClosedBeforeSending }
    if let refusal = options.metadata.refusal(limits) { throw RPCError(refusal) }
    if let timeout = options.timeout, timeout <= .zero { throw .deadlineExceeded }
    if output.readableBytes >= Self.outputBytesToSend { flush() }
    guard output.readableBytes <= limits.outboundBytesPerConnection else { throw .tooMuchUnsent }
    let begin = output.writerIndex
    if let error = output.writeRequest(RequestHead(method, options: options), request, flags: .none, limits: limits) {
      output.moveWriterIndex(to: begin)
      throw error
    }
    switch state.start(.unary) {
    case .write(let streamID, _):
      output.setInteger(streamID, at: begin + FrameHeader.streamIDOffset)
      if let timeout = options.timeout {
        let deadline = NIODeadline.now() + .nanoseconds(timeout.nanoseconds)
        deadlines[streamID] = deadline
        earliestDeadline = min(earliestDeadline, deadline)
      }
      return CallTicket(streamID: streamID)
    case .fail(let refusal):
      output.moveWriterIndex(to: begin)
      throw RPCError(refusal)
    }
  }

  /// Waits for the next call that ends, whichever it is; nil when none is open.
  package mutating func next() -> FinishedCall? {
    while true {
      if let call = nextReceived() { return call }
      if openCalls == 0 { return nil }
      exchange(waiting: true)
    }
  }

  /// Waits for the end of one call. Others that end meanwhile wait for `next`. Each end can be taken once: later it is INTERNAL.
  package mutating func end(of ticket: CallTicket) -> FinishedCall {
    while true {
      if !finished.isEmpty, let index = finished.firstIndex(where: { $0.ticket == ticket }) {
        return finished.remove(at: index)
      }
      if let call = takeReceived() {
        if call.ticket == ticket { return call }
        finished.append(call.detached())
        continue
      }
      guard state.isOpen(ticket.streamID) else {
        let unknown = RPCError(.internal, "No such call is open on this connection.")
        return FinishedCall(ticket: ticket, outcome: .failure(unknown), decodedBytes: limits.decodedBytes)
      }
      exchange(waiting: true)
    }
  }

  // MARK: Without waiting

  /// Reads once what has come, and ends calls whose time is over.
  package mutating func receive() {
    endOverdueCalls()
    if !isClosed { read(waiting: false) }
  }

  /// The next call whose end was received; nil when there is none.
  package mutating func nextReceived() -> FinishedCall? {
    finished.popFirst() ?? takeReceived()
  }

  /// Hands requests to the system; false when it does not take all of them now.
  @discardableResult
  package mutating func flush() -> Bool {
    while output.readableBytes > 0, !isClosed {
      switch output.withUnsafeReadableBytes({ socket.send($0) }) {
      case .bytes(let count):
        output.moveReaderIndex(forwardBy: count)
      case .nothing:
        output.discardReadBytes()
        return false
      case .end:
        // Answers may have come before the peer closed.
        maySend = false
        output.clear()
      }
    }
    output.clear()
    return true
  }

  // MARK: Bytes

  /// Sends what waits and reads what comes, once.
  private mutating func exchange(waiting: Bool) {
    endOverdueCalls()
    if !finished.isEmpty { return }
    let isFlushed = flush()
    if isFlushed, earliestDeadline == .distantFuture {
      read(waiting: maySend)
    } else {
      socket.wait(forWriting: !isFlushed, until: maySend ? earliestDeadline : .now())
      read(waiting: false)
    }
  }

  private mutating func read(waiting: Bool) {
    // Written anew unless a caller still holds a response that was read into it.
    var buffer = input
    input = ByteBuffer()
    buffer.clear(minimumCapacity: inputCapacity)
    var received = BlockingSocket.Received.nothing
    buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: inputCapacity) { memory in
      received = socket.receive(into: memory, waiting: waiting)
      if case .bytes(let count) = received { return count }
      return 0
    }
    input = buffer
    switch received {
    case .bytes(let count):
      if count >= inputCapacity { inputCapacity = min(inputCapacity * 2, Self.inputBytes.most) }
      decoder.append(buffer)
    case .nothing:
      // A peer that takes nothing any more and has sent nothing more is gone.
      if !maySend { close(.connectionLost) }
    case .end:
      close(.connectionLost)
    }
  }

  /// The next call that ends with a frame which was read.
  private mutating func takeReceived() -> FinishedCall? {
    while !isClosed, let event = decoder.next() {
      switch event {
      case .frame(let frame):
        if let call = receive(frame.header, frame.data) { return call }
      case .oversize(let header):
        if let call = receive(header, ByteBuffer()) { return call }
      }
    }
    return finished.popFirst()
  }

  private mutating func receive(_ header: FrameHeader, _ data: ByteBuffer) -> FinishedCall? {
    let streamID = header.streamID
    switch state.receive(header) {
    case .response:
      return finish(streamID, ResponseEnvelope.outcome(of: data, limits))
    case .fail(let refusal, let cancelling):
      if cancelling { cancel(streamID) }
      return finish(streamID, .failure(RPCError(refusal)))
    case .message, .end:
      // Never of a unary call.
      return finish(streamID, .failure(RPCError(.unexpectedServerData)))
    case .ignore:
      return nil
    case .close(let fault):
      close(RPCError(.internal, "The server does not speak ttrpc: check the address.", cause: fault))
      return nil
    }
  }

  // MARK: Ends

  /// Nil for a call that is this connection's own.
  private mutating func finish(_ streamID: UInt32, _ outcome: Result<ByteBuffer, RPCError>) -> FinishedCall? {
    if !cancels.isEmpty, cancels.remove(streamID) != nil { return nil }
    if !deadlines.isEmpty {
      deadlines[streamID] = nil
      if deadlines.isEmpty { earliestDeadline = .distantFuture }
    }
    return FinishedCall(ticket: CallTicket(streamID: streamID), outcome: outcome, decodedBytes: limits.decodedBytes)
  }

  private mutating func endOverdueCalls() {
    guard earliestDeadline != .distantFuture else { return }
    let now = NIODeadline.now()
    guard earliestDeadline <= now else { return }
    for streamID in deadlines.filter({ $0.value <= now }).keys.sorted() {
      if case .cancel = state.abandon(streamID) { cancel(streamID) }
      if let call = finish(streamID, .failure(.deadlineExceeded)) { finished.append(call) }
    }
    earliestDeadline = deadlines.values.min() ?? .distantFuture
    flush()
  }

  /// Tells the server that nobody waits for this stream, unless too much waits already.
  private mutating func cancel(_ streamID: UInt32) {
    guard maySend, output.readableBytes <= limits.outboundBytesPerConnection, case .write(let own, _) = state.start(.unary)
    else { return }
    let begin = output.writerIndex
    let head = RequestHead(ControlServiceMethods.cancel, options: CallOptions())
    cancels.insert(own)
    if output.writeRequest(head, CancelRequest(streamID: streamID), flags: .none, limits: limits) == nil {
      output.setInteger(own, at: begin + FrameHeader.streamIDOffset)
    } else {
      output.moveWriterIndex(to: begin)
    }
  }

  /// Ends every open call in this way.
  private mutating func close(_ error: RPCError) {
    isClosed = true
    socket.shutDown()
    output = ByteBuffer()
    for streamID in state.openStreamIDs.sorted() {
      _ = state.abandon(streamID)
      if let call = finish(streamID, .failure(error)) { finished.append(call) }
    }
  }
}

extension ResponseEnvelope {
  /// What the data of a unary call's response frame say of it.
  fileprivate static func outcome(of data: ByteBuffer, _ limits: Limits) -> Result<ByteBuffer, RPCError> {
    do throws(Refusal) {
      let envelope = try ResponseEnvelope(decoding: data, limits: limits)
      if let error = RPCError(envelope.status) { return .failure(error) }
      return .success(envelope.payload ?? ByteBuffer())
    } catch {
      return .failure(RPCError(error))
    }
  }
}
