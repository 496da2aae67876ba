/// The google.rpc codes that the protocol itself uses.
package enum StatusCode {
  package static let ok: Int32 = 0
  package static let invalidArgument: Int32 = 3
  package static let resourceExhausted: Int32 = 8
  package static let failedPrecondition: Int32 = 9
  package static let unimplemented: Int32 = 12
  package static let `internal`: Int32 = 13
  package static let unavailable: Int32 = 14
}
