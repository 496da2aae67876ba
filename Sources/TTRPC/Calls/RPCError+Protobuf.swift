package import ProtobufCSupport

extension RPCError {
  /// The failure of a message that could not be decoded or encoded.
  package init(_ error: ProtobufError, message name: String) {
    switch error {
    case .malformed:
      self.init(.invalidArgument, "The bytes are not a valid \(name): encode the message again.", cause: error)
    case .invalidUTF8(let field):
      self.init(.invalidArgument, "\(field) is not UTF-8: send text as UTF-8.", cause: error)
    case .memoryLimitExceeded(let limitBytes):
      let message = "\(name) needs more than \(limitBytes) bytes in memory: send it in smaller parts."
      self = RPCError(.resourceExhausted, message, cause: error).explainingQuota()
    }
  }
}
