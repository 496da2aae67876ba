import CommonProto
import TTRPCWire
import TestAPI
import Testing

@testable import TTRPC

@Suite struct RetryRuleTests {
  static let idempotent = EchoServiceMethods.echoWorker
  static let other = MethodDescriptor.once
  static let stream = EchoServiceMethods.produceStream

  private func mayRetry(_ method: MethodDescriptor, _ failure: RPCError, attempt: Int = 1) -> Bool {
    RetryRule(attempts: 3).mayRetry(method, after: failure, attempt: attempt)
  }

  @Test(arguments: [idempotent, other, stream])
  func whatWasNotSentIsRetriedWhateverTheMethod(_ method: MethodDescriptor) {
    #expect(mayRetry(method, .connectionClosedBeforeSending))
    #expect(mayRetry(method, RPCError(.streamIDsExhausted)))
  }

  @Test func connectionLostAndServerLeavingAreRetriedForIdempotentUnaryCallsOnly() {
    for failure in [RPCError.connectionLost, RPCError(.unavailable, "The server is shutting down.")] {
      #expect(mayRetry(Self.idempotent, failure))
      #expect(!mayRetry(Self.other, failure))
      #expect(!mayRetry(Self.stream, failure))
    }
  }

  @Test func unavailableOfAHandlerIsTheCallersToJudge() {
    let busy = RPCError(.unavailable, "Others are writing.", details: [ProtobufAny(typeUrl: "a/B", value: [])])
    #expect(!mayRetry(Self.idempotent, busy))
  }

  @Test func otherFailuresAreNotRetried() {
    let failures: [RPCError] = [
      .deadlineExceeded, .cancelledByCaller, .tooMuchUnsent, RPCError(.tooManyStreams(limit: 1)),
      RPCError(.internal, ""), RPCError(.aborted, ""),
    ]
    for failure in failures { #expect(!mayRetry(Self.idempotent, failure), "\(failure)") }
  }

  @Test func attemptsAreBounded() {
    for failure in [RPCError.connectionClosedBeforeSending, .connectionLost] {
      #expect(mayRetry(Self.idempotent, failure, attempt: 2))
      #expect(!mayRetry(Self.idempotent, failure, attempt: 3))
    }
  }

  @Test func failureSaysWhatItsConnectionIsWorth() {
    let ends: [(RPCError, PoolCallEnd)] = [
      (.connectionLost, .lost), (.connectionClosedBeforeSending, .lost), (RPCError(.streamIDsExhausted), .unusable),
      (.tooMuchUnsent, .unusable), (RPCError(.unavailable, "Leaving."), .serverLeaves), (.deadlineExceeded, .unanswered),
      (.cancelledByCaller, .unanswered), (RPCError(.notFound, "No."), .answered),
      (RPCError(.unavailable, "Busy.", details: [ProtobufAny(typeUrl: "a/B", value: [])]), .answered),
    ]
    for (failure, end) in ends { #expect(PoolCallEnd(failure) == end, "\(failure)") }
  }
}

extension MethodDescriptor {
  /// `EchoWorker` as a method of which nobody says that it may be repeated.
  static let once = MethodDescriptor(
    service: "fiszka.test.v1.EchoService", method: "EchoWorker", kind: .unary, policy: EchoServiceMethods.echoWorker.policy)
}
