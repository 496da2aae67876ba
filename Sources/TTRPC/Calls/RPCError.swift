package import CommonProto

/// A call's failure as it goes over the wire: the only error that leaves a handler or a client stub.
package struct RPCError: Error, Sendable {
  /// What kind of failure it is.
  package var code: Code
  /// One sentence that says what to do; never personal data.
  package var message: String
  /// google.rpc detail messages (`ErrorInfo`, `BadRequest`, `RetryInfo`, …), packed.
  package var details: [ProtobufAny]
  /// What lay behind it: for the log of this process, never sent.
  package var cause: (any Error)?

  package init(_ code: Code, _ message: String, details: [ProtobufAny] = [], cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.details = details
    self.cause = cause
  }

  /// A google.rpc status code. Codes that a newer peer may send are kept as they are.
  package struct Code: RawRepresentable, Hashable, Sendable {
    /// The number in google/rpc/code.proto.
    package let rawValue: Int32

    package init(rawValue: Int32) {
      self.rawValue = rawValue
    }

    /// The caller gave the call up.
    package static let cancelled = Code(rawValue: 1)
    /// The peer said nothing that fits another code.
    package static let unknown = Code(rawValue: 2)
    /// The request is wrong whatever the state of the system.
    package static let invalidArgument = Code(rawValue: 3)
    /// The time for the call ran out; it may have had its effect.
    package static let deadlineExceeded = Code(rawValue: 4)
    /// What the request names does not exist.
    package static let notFound = Code(rawValue: 5)
    /// What the request would create exists.
    package static let alreadyExists = Code(rawValue: 6)
    /// The caller is known and may not do this.
    package static let permissionDenied = Code(rawValue: 7)
    /// A bound was reached: of memory, of a queue, of a rate.
    package static let resourceExhausted = Code(rawValue: 8)
    /// The request does not fit the present state; repeating it alone will not help.
    package static let failedPrecondition = Code(rawValue: 9)
    /// A conflict with a concurrent call; repeat the whole sequence.
    package static let aborted = Code(rawValue: 10)
    /// An offset or page lies beyond the end.
    package static let outOfRange = Code(rawValue: 11)
    /// No such service or method.
    package static let unimplemented = Code(rawValue: 12)
    /// A defect of the server.
    package static let `internal` = Code(rawValue: 13)
    /// The server cannot answer now; repeat later.
    package static let unavailable = Code(rawValue: 14)
    /// Stored data are damaged.
    package static let dataLoss = Code(rawValue: 15)
    /// The caller is not known.
    package static let unauthenticated = Code(rawValue: 16)
  }
}

extension RPCError.Code: CustomStringConvertible {
  private static let names = [
    "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE",
    "DATA_LOSS", "UNAUTHENTICATED",
  ]

  /// The name in google/rpc/code.proto, or the number of a code that is not there.
  package var description: String {
    Self.names.indices.contains(Int(rawValue)) ? Self.names[Int(rawValue)] : "CODE_\(rawValue)"
  }
}
