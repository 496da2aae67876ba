import Logging

extension Logger {
  /// Logs a failure that is the server's own, once, with its cause; others are the caller's to know.
  func report(_ error: RPCError, of call: CallContext) {
    guard error.code == .internal || error.code == .dataLoss || error.code == .unknown else { return }
    self.error(
      "A call failed.",
      metadata: [
        "method": "\(call.method.fullName)", "peer": "\(call.peer)", "code": "\(error.code)", "message": "\(error.message)",
        "cause": "\(error.cause.map { String(describing: $0) } ?? "none")",
      ])
  }
}
