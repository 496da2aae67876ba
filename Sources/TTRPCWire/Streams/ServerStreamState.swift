/// One open stream as the server sees it. Small and flat: one of these per call that waits for a worker.
struct ServerStreamState: Hashable, Sendable {
  let shape: CallShape
  /// Whether the client has said that it sends no more.
  private var isRemoteClosed: Bool
  /// Whether the client has given the call up.
  private(set) var isCancelled = false
  /// Messages that the handler has not taken.
  private(set) var inbound = InboundBudget()

  init(_ shape: CallShape, _ opening: StreamOpening) {
    self.shape = shape
    isRemoteClosed = opening != .remoteOpen
  }

  /// Whether a handler's message may go out.
  var maySend: Bool { shape.serverStreams && !isCancelled }

  /// Counts the message that came with the request.
  mutating func receiveFirst(bytes: Int) {
    _ = inbound.add(bytes: bytes, limit: bytes)
  }

  /// A data frame for this stream. `fail` ends it.
  mutating func receiveData(_ header: FrameHeader, _ limits: Limits) -> OnServerFrame {
    if isCancelled { return .ignore(.streamCancelled) }
    if shape == .unary { return .fail(.dataOnUnaryCall) }
    if header.dataLength > limits.frameBytes {
      return .fail(.frameTooLarge(bytes: header.dataLength, limitBytes: limits.frameBytes))
    }
    let isLast = header.flags.contains(.remoteClosed)
    if header.flags.contains(.noData) {
      if header.dataLength > 0 { return .fail(.noDataWithBytes) }
      if isRemoteClosed || !isLast { return .ignore(.nothingInIt) }
      isRemoteClosed = true
      return .endOfMessages
    }
    if isRemoteClosed { return .fail(.dataAfterClose) }
    guard inbound.add(bytes: Int(header.dataLength), limit: limits.waitingBytesPerStream) else {
      return .fail(.streamWaitingBytes(limitBytes: limits.waitingBytesPerStream))
    }
    isRemoteClosed = isLast
    return .message(isLast: isLast)
  }

  /// The handler took its next message; returns what that had counted.
  mutating func take(bytes: Int) -> Int {
    inbound.take(bytes: bytes)
  }

  /// Marks the stream as given up; false when it was.
  mutating func cancel() -> Bool {
    defer { isCancelled = true }
    return !isCancelled
  }
}
