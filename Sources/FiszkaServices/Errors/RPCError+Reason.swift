import CommonProto
import FiszkaAPI
import ProtobufCSupport
import TTRPC

extension RPCError {
  /// An error with the reason that the contract documents.
  ///
  /// - Parameters:
  ///   - metadata: of the reason, as common.proto lists it: ids, sizes and names of fields, never texts of people.
  ///   - retryAfterSeconds: when to try again; nil: trying again will not help.
  init(
    _ code: Code, _ reason: ErrorReason, _ message: String, metadata: [String: String] = [:],
    violations: [BadRequest.FieldViolation] = [], retryAfterSeconds: Int64? = nil, cause: (any Error)? = nil
  ) {
    let info = ProtobufAny(packing: ErrorInfo(reason: reason.name, domain: "fiszka", metadata: metadata))
    let fields = violations.isEmpty ? nil : ProtobufAny(packing: BadRequest(fieldViolations: violations))
    let retry = retryAfterSeconds.flatMap { ProtobufAny(packing: RetryInfo(retryDelay: ProtobufDuration(seconds: $0))) }
    self.init(code, message, details: [info, fields, retry].compactMap(\.self), cause: cause)
  }

  /// REQUEST_INVALID about one field.
  static func invalid(field: String, _ description: String, cause: (any Error)? = nil) -> RPCError {
    invalid([BadRequest.FieldViolation(field: field, description: description)], cause: cause)
  }

  /// REQUEST_INVALID about one or more fields; the message tells the first.
  static func invalid(_ violations: [BadRequest.FieldViolation], cause: (any Error)? = nil) -> RPCError {
    let first = violations.first.map { "\($0.field): \($0.description)" } ?? "The request is not valid."
    let more = violations.count > 1 ? " (\(violations.count - 1) more)" : ""
    return RPCError(.invalidArgument, .requestInvalid, first + more, violations: violations, cause: cause)
  }

  /// A defect of ours: constant text outside, the cause in the log.
  static func defect(_ cause: any Error) -> RPCError {
    RPCError(.internal, "The server failed; its log tells more.", cause: cause)
  }
}
