package import CommonProto
package import TTRPCWire

extension RPCError {
  /// The error as it goes over the wire; its cause stays here.
  package var status: RPCStatus {
    RPCStatus(code: code.rawValue, message: message, details: details)
  }

  /// A status that came over the wire; nil for success.
  package init?(_ status: RPCStatus) {
    if status.code == 0 { return nil }
    self.init(Code(rawValue: status.code), status.message, details: status.details)
  }

  /// What the protocol itself refuses, told alike whichever side does.
  package init(_ refusal: Refusal) {
    self = RPCError(Code(rawValue: refusal.code), refusal.message, cause: refusal).explainingQuota()
  }
}
