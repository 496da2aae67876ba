import CommonProto
import NIOCore

@testable import TTRPCWire

/// A server's connection without a socket: what a channel handler does with the decoder, the state and the writers.
///
/// Its handlers do nothing by themselves; a test ends each call. `log` has a line for every order that was carried out.
struct ServerHarness {
  /// Service "t.T": one method of each shape.
  static let shapes: [(method: String, shape: CallShape)] = [
    ("U", .unary), ("C", .clientStreaming), ("S", .serverStreaming), ("B", .bidirectional),
  ]
  private static let routes = RouteTable(shapes.map { (service: "t.T", method: $0.method) })

  private let limits: Limits
  private var decoder: FrameDecoder
  private(set) var state: ServerConnectionState
  private(set) var log: [String] = []
  /// What would go to the socket.
  private(set) var written = ByteBuffer()
  private(set) var isClosed = false

  init(limits: Limits = Limits()) {
    self.limits = limits
    decoder = FrameDecoder(limitBytes: limits.frameBytes)
    state = ServerConnectionState(limits: limits)
  }

  var keptBytes: Int { decoder.keptBytes }

  mutating func receive(_ bytes: ByteBuffer) {
    if isClosed { return }
    decoder.append(bytes)
    while !isClosed, let event = decoder.next() {
      switch event {
      case .frame(let frame): carryOut(state.receive(frame.header), frame.header, frame.data)
      case .oversize(let header): carryOut(state.receive(header), header, ByteBuffer())
      }
    }
  }

  /// What was written since the last time.
  mutating func takeWritten() -> ByteBuffer {
    defer { written = ByteBuffer() }
    return written
  }

  mutating func send(_ streamID: UInt32, _ message: ByteBuffer) -> OnServerSend {
    let order = state.send(streamID)
    if order == .write {
      written.writeMessagePrefix(payloadLength: message.readableBytes, streamID: streamID)
      written.writeImmutableBuffer(message)
    }
    return order
  }

  mutating func finish(_ streamID: UInt32, _ response: ByteBuffer = ByteBuffer()) {
    switch state.finish(streamID, succeeded: true) {
    case .response:
      written.writeResponsePrefix(payloadLength: response.readableBytes, streamID: streamID)
      written.writeImmutableBuffer(response)
    case .endOfMessages: written.writeEndOfMessages(streamID: streamID)
    case .nothing: break
    }
  }

  mutating func fail(_ streamID: UInt32, _ status: RPCStatus) {
    if state.finish(streamID, succeeded: false) == .response {
      written.writeResponse(status, streamID: streamID, limits: limits)
    }
  }

  mutating func took(_ streamID: UInt32, bytes: Int) { state.took(streamID, messageBytes: bytes) }
  mutating func cancel(_ streamID: UInt32) -> OnServerCancel { state.cancel(streamID) }
  mutating func drain() { state.drain() }

  private mutating func carryOut(_ order: OnServerFrame, _ header: FrameHeader, _ data: ByteBuffer) {
    switch order {
    case .request(let opening): dispatch(header, opening, data)
    case .message(let isLast): note(header, (isLast ? "last " : "message ") + data.digits)
    case .endOfMessages: note(header, "end")
    case .answer(let refusal): answer("answer", header, refusal)
    case .fail(let refusal): answer("fail", header, refusal)
    case .ignore(let reason): note(header, "ignore \(reason)")
    case .close:
      note(header, "close")
      isClosed = true
    }
  }

  private mutating func dispatch(_ header: FrameHeader, _ opening: StreamOpening, _ data: ByteBuffer) {
    do throws(Refusal) {
      let request = try RequestEnvelope(decoding: data, limits: limits)
      let (method, shape) = Self.shapes[try Self.routes.find(request)]
      let message = shape.clientStreams ? request.firstMessage(header.flags) : request.message
      let order = state.open(header.streamID, opening, shape, messageBytes: message?.readableBytes)
      if case .answer(let refusal) = order { throw refusal }
      var line = "call \(method)"
      if let message { line += " message \(message.digits)" }
      if request.timeoutNanoseconds != 0 { line += " timeout \(request.timeoutNanoseconds)" }
      for entry in request.metadata.list().entries { line += " \(entry.key)=\(entry.value)" }
      note(header, line)
    } catch {
      answer("answer", header, error)
    }
  }

  private mutating func answer(_ order: String, _ header: FrameHeader, _ refusal: Refusal) {
    note(header, "\(order) \(refusal.code)")
    written.writeResponse(refusal.status, streamID: header.streamID, limits: limits)
  }

  private mutating func note(_ header: FrameHeader, _ line: String) {
    log.append("\(header.streamID) \(line)")
  }
}
