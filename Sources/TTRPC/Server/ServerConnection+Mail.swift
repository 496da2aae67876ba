import NIOCore
import TTRPCWire

// What comes from the threads of handlers, and from the clock.
extension ServerConnection {
  func takeMail() {
    var messageBytes = 0
    mailbox.takeAll(into: &mail)
    for event in mail {
      if case .message(_, let frame) = event { messageBytes += frame.readableBytes }
      carryOut(event)
    }
    mail.removeAll(keepingCapacity: true)
    flush()
    if messageBytes > 0 { gate.carriedOut(messageBytes, on: channel.eventLoop) }
  }

  private func carryOut(_ event: ServerEvent) {
    switch event {
    case .finish(let call, let failure, let frame):
      finish(call, failure, frame)
    case .message(let streamID, var frame):
      if case .write = state.send(streamID) {
        calls[streamID]?.metrics.sent(bytes: frame.readableBytes)
        gather(&frame)
      }
    case .took(let streamID, let bytes):
      state.took(streamID, messageBytes: bytes)
    case .drain:
      state.drain()
      for call in calls.values where call.context.method.policy.longestRun == nil {
        end(call, RPCError(.unavailable, "The server is shutting down: watch again on a new connection."))
      }
    case .drainTimeIsOver:
      for call in calls.values { end(call, .drainTimeIsOver) }
    }
  }

  private func finish(_ call: ServerCall, _ failure: RPCError?, _ frame: ByteBuffer) {
    let streamID = call.context.streamID
    var failure = failure
    guard calls[streamID] === call else {
      // It was answered before.
      if let failure { call.reportLate(failure) }
      return
    }
    calls[streamID] = nil
    var frame = frame
    switch state.finish(streamID, succeeded: failure == nil) {
    case .response where failure == nil && !hasRoom(for: frame):
      failure = .tooMuchUnread
      answer(streamID, .tooMuchUnread)
    case .response:
      call.metrics.sent(bytes: frame.readableBytes)
      gather(&frame)
    case .endOfMessages:
      call.metrics.sent(bytes: FrameHeader.byteCount)
      output.writeEndOfMessages(streamID: streamID)
    case .nothing:
      break
    }
    record(call, failure)
  }

  /// Whether an answer may be written although the peer has not taken all before it.
  private func hasRoom(for frame: ByteBuffer) -> Bool {
    if channel.isWritable { return true }
    return waitingBytes + output.readableBytes + frame.readableBytes <= limits.outboundBytesPerConnection
  }

  /// Small frames are gathered, large ones are written as they are.
  private func gather(_ frame: inout ByteBuffer) {
    if frame.readableBytes < 32 << 10 {
      output.writeBuffer(&frame)
      if output.readableBytes >= Self.turnBytes { writeOutput() }
    } else {
      writeOutput()
      write(frame)
    }
  }

  func include(_ deadline: NIODeadline) {
    sweep.include(deadline, on: channel.eventLoop) { [reference] in reference.handler?.sweepIsDue() }
  }

  private func sweepIsDue() {
    sweep.fired()
    let now = NIODeadline.now()
    endOverdueCalls(at: now)
    flush()
    if !isClosed { checkBounds(at: now) }
  }

  private func endOverdueCalls(at now: NIODeadline) {
    for call in calls.values {
      guard let deadline = call.context.deadline else { continue }
      if deadline <= now {
        end(call, .deadlineExceeded)
      } else {
        include(deadline)
      }
    }
  }

  /// Ends a call before its handler does; what that still produces is dropped.
  private func end(_ call: ServerCall, _ error: RPCError) {
    let streamID = call.context.streamID
    calls[streamID] = nil
    call.giveUp(error)
    record(call, error)
    if case .response = state.finish(streamID, succeeded: false) { answer(streamID, error) }
  }
}
