import CommonProto
import NIOCore
import ProtobufCSupport
import TTRPCWire
import Testing

@testable import TTRPC

/// What a call that a bound refuses is told.
struct QuotaExpectation {
  /// Whose bound it is, as the details name it.
  let subject: String
  /// Whether the caller is told to wait.
  let isWorthAnotherTry: Bool

  /// A bound of the call itself, which another one like it meets again.
  static let call = QuotaExpectation(subject: "call", isWorthAnotherTry: false)
  /// A bound that the connection's calls share.
  static let connection = QuotaExpectation(subject: "connection", isWorthAnotherTry: true)
  /// A lane's queue is full.
  static let lane = QuotaExpectation(subject: "lane", isWorthAnotherTry: true)

  /// Expects of a status RESOURCE_EXHAUSTED with the details that tell of this bound.
  func check(_ code: Int32, _ message: String, _ details: [ProtobufAny], _ location: SourceLocation) throws {
    #expect(code == RPCError.Code.resourceExhausted.rawValue, sourceLocation: location)
    let types = ["QuotaFailure"] + (isWorthAnotherTry ? ["RetryInfo"] : [])
    try #require(details.map(\.typeUrl) == types.map { "type.googleapis.com/google.rpc.\($0)" }, sourceLocation: location)
    let violations = try QuotaFailure(decoding: ByteBuffer(bytes: details[0].value)).violations
    #expect(violations == [.init(subject: subject, description: message)], sourceLocation: location)
    guard isWorthAnotherTry else { return }
    let pause = try RetryInfo(decoding: ByteBuffer(bytes: details[1].value)).retryDelay
    #expect(pause.map { $0.seconds == 0 && $0.nanos > 0 } == true, sourceLocation: location)
  }
}

/// Expects that `call` is refused by a bound, and told of it.
func expectRefusal(
  _ quota: QuotaExpectation, _ location: SourceLocation = #_sourceLocation, _ call: () async throws -> some Any
) async throws {
  guard let failure = await outcome(location, call).failure else {
    Issue.record("The call succeeded.", sourceLocation: location)
    return
  }
  try quota.check(failure.code.rawValue, failure.message, failure.details, location)
}

/// Expects that `frame` refuses the call of a stream, and tells it of a bound.
func expectRefusal(
  _ quota: QuotaExpectation, of stream: UInt32, by frame: RawFrame?, _ location: SourceLocation = #_sourceLocation
) throws {
  let frame = try #require(frame, sourceLocation: location)
  #expect(frame.summary == "\(stream): 8", sourceLocation: location)
  let status = try frame.response().status
  try quota.check(status.code, status.message, status.details, location)
}
