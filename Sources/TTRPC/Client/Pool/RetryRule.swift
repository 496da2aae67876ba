import TTRPCWire

/// Whether a failed call may be tried again, and what the failure says of its connection.
///
/// Pure. A bare UNAVAILABLE, without details, is what a server answers that shuts down; with details it is a handler's own, and
/// the caller's to judge.
struct RetryRule: Sendable {
  /// How often a call may be tried, the first time included.
  let attempts: Int

  /// - Parameter attempt: The one that failed, from 1.
  func mayRetry(_ method: MethodDescriptor, after failure: RPCError, attempt: Int) -> Bool {
    guard attempt < attempts else { return false }
    if failure.wasNotSent { return true }
    guard method.kind == .unary, method.idempotency != .unknown else { return false }
    return failure.cause is ConnectionLoss || failure.isServerLeaving
  }
}

extension PoolCallEnd {
  /// What a call's failure says of its connection.
  init(_ failure: RPCError) {
    self =
      switch failure.cause {
      case is ConnectionLoss: .lost
      case let refusal as Refusal where refusal == .streamIDsExhausted: .unusable
      case let crowded as RPCError.Crowded where crowded == .unread: .unusable
      default: failure.isServerLeaving ? .serverLeaves : failure.isCallersEnd ? .unanswered : .answered
      }
  }
}

extension RPCError {
  /// Certainly: the server cannot have seen the request.
  fileprivate var wasNotSent: Bool {
    cause as? ConnectionLoss == .beforeSending || cause as? Refusal == .streamIDsExhausted
  }

  /// UNAVAILABLE as it came over the wire, with nothing more to say.
  fileprivate var isServerLeaving: Bool {
    code == .unavailable && details.isEmpty && cause == nil
  }

  /// A server may answer so as well; then too little is known of its connection, not too much.
  fileprivate var isCallersEnd: Bool {
    code == .deadlineExceeded || code == .cancelled
  }
}
