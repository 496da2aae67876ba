import NIOCore
import TTRPCWire

// What comes from the threads of handlers, and from the clock.
extension ServerConnection {
  func takeMail() {
    var messageBytes = 0
    for event in mailbox.takeAll() {
      if case .message(_, let frame) = event { messageBytes += frame.readableBytes }
      carryOut(event)
    }
    flush()
    if messageBytes > 0 { gate.carriedOut(messageBytes) }
  }

  private func carryOut(_ event: ServerEvent) {
    switch event {
    case .finish(let streamID, let succeeded, var frame):
      calls[streamID] = nil
      switch state.finish(streamID, succeeded: succeeded) {
      case .response where succeeded && !hasRoom(for: frame): answer(streamID, .tooMuchUnread)
      case .response: write(&frame)
      case .endOfMessages: output.writeEndOfMessages(streamID: streamID)
      case .nothing: break
      }
    case .message(let streamID, var frame):
      if case .write = state.send(streamID) { write(&frame) }
    case .took(let streamID, let bytes):
      state.took(streamID, messageBytes: bytes)
    case .drain:
      state.drain()
      for call in calls.values where call.context.method.policy.longestRun == nil {
        end(call, RPCError(.unavailable, "The server is shutting down: watch again on a new connection."))
      }
    }
  }

  /// Whether an answer may be written although the peer has not taken all before it.
  private func hasRoom(for frame: ByteBuffer) -> Bool {
    if channel.isWritable { return true }
    let waiting = (try? channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    return Int(waiting) + output.readableBytes + frame.readableBytes <= limits.outboundBytesPerConnection
  }

  /// Small frames are gathered, large ones are written as they are.
  private func write(_ frame: inout ByteBuffer) {
    if frame.readableBytes < 32 << 10 {
      output.writeBuffer(&frame)
      if output.readableBytes >= Self.turnBytes { writeOutput() }
    } else {
      writeOutput()
      channel.writeAndFlush(frame, promise: nil)
    }
  }

  func include(_ deadline: NIODeadline) {
    sweep.include(deadline, on: channel.eventLoop) { [weak self] in self?.endOverdueCalls() }
  }

  private func endOverdueCalls() {
    sweep.fired()
    let now = NIODeadline.now()
    for call in calls.values {
      guard let deadline = call.context.deadline else { continue }
      if deadline <= now {
        end(call, .deadlineExceeded)
      } else {
        include(deadline)
      }
    }
    flush()
  }

  /// Ends a call before its handler does; what that still produces is dropped.
  private func end(_ call: ServerCall, _ error: RPCError) {
    let streamID = call.context.streamID
    calls[streamID] = nil
    call.giveUp(error)
    if case .response = state.finish(streamID, succeeded: false) { answer(streamID, error) }
  }
}
