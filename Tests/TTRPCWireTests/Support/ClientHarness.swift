import CommonProto
import NIOCore

@testable import TTRPCWire

/// A client's connection without a socket: what a channel handler does with the decoder, the state and the writers.
struct ClientHarness {
  private let limits: Limits
  private var decoder: FrameDecoder
  private(set) var state: ClientConnectionState
  private(set) var log: [String] = []
  /// What would go to the socket.
  private(set) var written = ByteBuffer()
  private(set) var isClosed = false

  init(limits: Limits = Limits()) {
    self.limits = limits
    decoder = FrameDecoder(limitBytes: limits.frameBytes)
    state = ClientConnectionState(limits: limits)
  }

  var keptBytes: Int { decoder.keptBytes }

  /// Calls a method of service "t.T"; nil when that was refused.
  mutating func call(_ method: String, _ shape: CallShape, _ message: ByteBuffer = ByteBuffer()) -> UInt32? {
    guard case .write(let streamID, let flags) = state.start(shape) else { return nil }
    let head = RequestHead(service: "t.T", method: method)
    written.writeRequestPrefix(head, payloadLength: message.readableBytes, streamID: streamID, flags: flags)
    written.writeImmutableBuffer(message)
    return streamID
  }

  mutating func send(_ streamID: UInt32, _ message: ByteBuffer) -> OnClientSend {
    let order = state.send(streamID)
    if order == .write {
      written.writeMessagePrefix(payloadLength: message.readableBytes, streamID: streamID)
      written.writeImmutableBuffer(message)
    }
    return order
  }

  mutating func closeSending(_ streamID: UInt32) -> OnClientSend {
    let order = state.closeSending(streamID)
    if order == .write { written.writeEndOfMessages(streamID: streamID) }
    return order
  }

  mutating func took(_ streamID: UInt32, bytes: Int) { state.took(streamID, messageBytes: bytes) }
  mutating func abandon(_ streamID: UInt32) -> OnClientAbandon { state.abandon(streamID) }

  /// What was written since the last time.
  mutating func takeWritten() -> ByteBuffer {
    defer { written = ByteBuffer() }
    return written
  }

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

  private mutating func carryOut(_ order: OnClientFrame, _ header: FrameHeader, _ data: ByteBuffer) {
    switch order {
    case .response: read(header, data)
    case .message(let isLast): note(header, (isLast ? "last " : "message ") + data.digits)
    case .end: note(header, "end")
    case .fail(let refusal, let cancelling): note(header, "fail \(refusal.code)" + (cancelling ? " cancelling" : ""))
    case .ignore(let reason): note(header, "ignore \(reason)")
    case .close:
      note(header, "close")
      isClosed = true
    }
  }

  private mutating func read(_ header: FrameHeader, _ data: ByteBuffer) {
    do throws(Refusal) {
      let response = try ResponseEnvelope(decoding: data, limits: limits)
      note(header, "response \(response.code)" + (response.payload.map { " " + $0.digits } ?? ""))
    } catch {
      note(header, "fail \(error.code)")
    }
  }

  private mutating func note(_ header: FrameHeader, _ line: String) {
    log.append("\(header.streamID) \(line)")
  }
}

extension ResponseEnvelope {
  /// The status's code, for tests that do not read the rest of it.
  var code: Int32 { status.code }
}
