/// One open call as the client sees it.
struct ClientStreamState: Hashable, Sendable {
  let shape: CallShape
  /// Whether this side has said that it sends no more.
  private var isLocalClosed: Bool
  /// Messages that the caller has not taken.
  private(set) var inbound = InboundBudget()

  init(_ shape: CallShape) {
    self.shape = shape
    isLocalClosed = !shape.clientStreams
  }

  /// Whether a message, or the end of messages, may go out.
  var maySend: Bool { !isLocalClosed }

  /// This side sends no more.
  mutating func closeSending() {
    isLocalClosed = true
  }

  /// A data frame for this call. Every order but `message(isLast: false)` and `ignore` ends it.
  mutating func receiveData(_ header: FrameHeader, _ limits: Limits) -> OnClientFrame {
    guard shape.serverStreams else { return .fail(.unexpectedServerData, cancelling: true) }
    if header.dataLength > limits.frameBytes {
      return .fail(.frameTooLarge(bytes: header.dataLength, limitBytes: limits.frameBytes), cancelling: true)
    }
    let isLast = header.flags.contains(.remoteClosed)
    if header.flags.contains(.noData) {
      if header.dataLength > 0 { return .fail(.unexpectedServerData, cancelling: true) }
      return isLast ? .end : .ignore(.nothingInIt)
    }
    guard inbound.add(bytes: Int(header.dataLength), limit: limits.waitingBytesPerStream) else {
      return .fail(.streamWaitingBytes(limitBytes: limits.waitingBytesPerStream), cancelling: true)
    }
    return .message(isLast: isLast)
  }

  /// The caller took its next message; returns what that had counted.
  mutating func take(bytes: Int) -> Int {
    inbound.take(bytes: bytes)
  }
}
