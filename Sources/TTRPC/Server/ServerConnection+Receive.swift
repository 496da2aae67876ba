import Logging
import NIOCore
import ProtobufCSupport
import TTRPCWire

// Frames that come in.
extension ServerConnection: CallConnection {
  func receive(_ frame: consuming Frame) {
    let streamID = frame.header.streamID
    switch state.receive(frame.header) {
    case .request(let opening):
      do throws(Refusal) {
        try request(consume frame, opening)
      } catch {
        reject(streamID, error)
      }
    case .message(let isLast):
      guard let call = calls[streamID] else { return }
      call.metrics.received(bytes: frame.data.readableBytes + FrameHeader.byteCount)
      call.inbound?.append(frame.data)
      if isLast { call.inbound?.end(.success(())) }
    case .endOfMessages:
      calls[streamID]?.inbound?.end(.success(()))
    case .answer(let refusal):
      reject(streamID, refusal)
    case .fail(let refusal):
      let error = RPCError(refusal)
      if let call = calls.removeValue(forKey: streamID) {
        call.giveUp(error)
        record(call, error)
      }
      answer(streamID, error)
    case .ignore(let reason):
      logger.trace("A frame was passed over.", metadata: ["peer": "\(peer)", "reason": "\(reason)"])
    case .close(let fault):
      if let others = environment.logPaces.admit(.closed(.notTTRPC), at: .now()) {
        logger.info(
          "A connection was closed: its peer does not speak ttrpc.",
          metadata: ["peer": "\(peer)", "fault": "\(fault)", "unlogged": "\(others)"])
      }
      close(.notTTRPC)
    }
  }

  private func request(_ frame: consuming Frame, _ opening: StreamOpening) throws(Refusal) {
    let header = frame.header
    let bytes = frame.data.readableBytes
    let envelope = try RequestEnvelope(decoding: frame.data, limits: limits)
    let entry = try environment.registry.find(envelope)
    entry.metrics.received(bytes: bytes + FrameHeader.byteCount)
    let streamID = header.streamID
    let call = CallContext(
      method: entry.method, peer: peer, metadata: envelope.metadata, deadline: deadline(of: envelope, entry), streamID: streamID,
      connection: self)
    do throws(RPCError) {
      if let refusal = opening.refusal(for: entry.shape) { throw RPCError(refusal) }
      if envelope.timeoutNanoseconds < 0 { throw .deadlineExceeded }
      try serve(call, envelope, entry, header.flags, opening)
    } catch {
      refuse(call, entry.metrics, error)
    }
  }

  /// Answers here and now or hands the call to its lane.
  ///
  /// - Throws: Why the call was not begun.
  private func serve(
    _ call: CallContext, _ envelope: RequestEnvelope, _ entry: MethodRegistry.Entry, _ flags: FrameFlags, _ opening: StreamOpening
  ) throws(RPCError) {
    let message = envelope.message
    switch entry.handler {
    case .unary(let handler):
      let isInline = entry.method.policy.executionClass == .inline
      if isInline, message.readableBytes <= limits.inlineFrameBytes {
        answerInline(call, entry) { () throws(RPCError) in try handler(message, call) }
      } else {
        try start(.unary(handler, message), call, opening, entry)
      }
    case .tryInline(let attempt, let handler):
      if message.readableBytes <= limits.inlineFrameBytes,
        answerInline(call, entry, { () throws(RPCError) in try attempt(message, call) })
      {
        return
      }
      try start(.unary(handler, message), call, opening, entry)
    case .stream(let handler):
      let first = entry.shape.clientStreams ? envelope.firstMessage(flags) : message
      try start(.stream(handler, first: first), call, opening, entry)
    }
  }

  private func deadline(of envelope: RequestEnvelope, _ entry: MethodRegistry.Entry) -> NIODeadline? {
    if envelope.timeoutNanoseconds <= 0 { return entry.longestRun.map { arrival + $0 } }
    let own = TimeAmount.nanoseconds(envelope.timeoutNanoseconds)
    return arrival + (entry.longestRun.map { min($0, own) } ?? own)
  }

  /// Runs a handler here and now; false when it declined.
  @discardableResult
  private func answerInline(
    _ call: CallContext, _ entry: MethodRegistry.Entry, _ handler: () throws(RPCError) -> (any ProtobufMessage)?
  ) -> Bool {
    let start = output.writerIndex
    do throws(RPCError) {
      guard let response = try handler() else { return false }
      if let refusal = output.writeResponse(response, streamID: call.streamID, limits: limits) {
        output.moveWriterIndex(to: start)
        throw refusal
      }
      record(call, entry.metrics, nil, sentBytes: output.writerIndex - start)
    } catch {
      refuse(call, entry.metrics, error)
    }
    return true
  }

  /// Opens the stream and hands the call to its lane.
  private func start(
    _ work: ServerCall.Work, _ context: CallContext, _ opening: StreamOpening, _ entry: MethodRegistry.Entry
  ) throws(RPCError) {
    let streamID = context.streamID
    if case .answer(let refusal) = state.open(streamID, opening, entry.shape, messageBytes: work.messageBytes) {
      throw RPCError(refusal)
    }
    let call = ServerCall(work, context, entry.metrics, self, remoteIsClosed: opening != .remoteOpen)
    // Its thread may begin before this one goes on.
    entry.metrics.began()
    guard call.start(on: environment.lanes) else {
      entry.metrics.left()
      _ = state.finish(streamID, succeeded: false)
      throw .laneIsFull
    }
    calls[streamID] = call
    if let deadline = context.deadline { include(deadline) }
  }

  var decodedBytes: Int { limits.decodedBytes }

  func cancelCall(streamID: UInt32) -> Bool? {
    guard channel.eventLoop.inEventLoop else { return nil }
    guard case .stop = state.cancel(streamID) else { return false }
    calls[streamID]?.giveUp(.cancelledByCaller)
    return true
  }
}
