import CommonProto
import ProtobufCSupport
import Testing

@testable import TTRPCWire

@Suite struct RefusalTests {
  @Test(
    arguments: [
      (.evenStreamID, 3), (.streamIDNotIncreasing(highest: 7), 3), (.contradictoryFlags, 3), (.clientMayNotStream, 3),
      (.methodStreams, 3), (.malformedRequest(.malformed), 3), (.malformedRequest(.invalidUTF8(field: "f")), 3),
      (.malformedRequest(.memoryLimitExceeded(limitBytes: 1)), 8), (.metadataEntries(limit: 64), 8),
      (.metadataBytes(limit: 9), 8), (.unknownService("s"), 12), (.unknownMethod("m"), 12), (.tooManyStreams(limit: 5), 8),
      (.draining, 14), (.frameTooLarge(bytes: 9, limitBytes: 8), 8), (.messageTooLarge(bytes: 9, limitBytes: 8), 8),
      (.streamNotOpen, 3), (.dataOnUnaryCall, 3), (.dataAfterClose, 3), (.noDataWithBytes, 3),
      (.streamWaitingBytes(limitBytes: 1), 8), (.connectionWaitingBytes(limitBytes: 1), 8), (.unexpectedServerData, 13),
      (.malformedResponse(.malformed), 13), (.malformedResponse(.memoryLimitExceeded(limitBytes: 1)), 8),
      (.streamIDsExhausted, 14), (.mayNotSend, 9),
    ] as [(Refusal, Int32)])
  func everyRefusalHasItsCodeAndOneSentence(_ refusal: Refusal, _ code: Int32) {
    #expect(refusal.status.code == code)
    #expect(refusal.status.message.hasSuffix("."))
    #expect(refusal.status.message.count > 20)
  }
}
