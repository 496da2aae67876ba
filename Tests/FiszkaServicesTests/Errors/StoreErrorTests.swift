import CommonProto
import FiszkaAPI
import FiszkaDomain
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct StoreErrorTests {
  private static let expected: [(StoreError, RPCError.Code, ErrorReason?)] = [
    (.busy, .unavailable, .storageBusy),
    (.changed, .unavailable, .storageBusy),
    (.full, .resourceExhausted, .storageFull),
    (.interrupted(.deadlineExceeded), .deadlineExceeded, nil),
    (.interrupted(.cancelled), .cancelled, nil),
    (.notFound("lesson"), .notFound, .lessonNotFound),
    (.notFound("import"), .notFound, .importNotFound),
    (.notFound("import row"), .notFound, .importRowNotFound),
    (.notFound("import file"), .dataLoss, .storageCorrupt),
    (.notFound("something"), .internal, nil),
    (.duplicate("lesson_items.english_key"), .alreadyExists, nil),
    (.constraint("CHECK"), .failedPrecondition, nil),
    (.corrupt("row 17 is odd"), .dataLoss, .storageCorrupt),
    (.unavailable("/data/fiszka.db: Input/output error"), .internal, nil),
    (.misuse("an intent was used twice"), .internal, nil),
  ]

  @Test(arguments: expected)
  func eachStoreErrorHasItsCodeAndReason(_ error: StoreError, _ code: RPCError.Code, _ reason: ErrorReason?) async throws {
    try await expectFailure(code, reason) { throw RPCError(error, about: .none) }
  }

  @Test(arguments: expected)
  func whatTheStoreSaysStaysInTheLog(_ error: StoreError, _ code: RPCError.Code, _ reason: ErrorReason?) {
    let answer = RPCError(error, about: .none)
    for secret in ["17", "fiszka.db", "twice", "english_key", "CHECK"] { #expect(!answer.message.contains(secret)) }
    if code == .internal || code == .dataLoss { #expect(answer.cause as? StoreError == error) }
  }

  @Test func busyTellsWhenToTryAgain() throws {
    let retry = try RPCError(StoreError.busy, about: .none).detail(RetryInfo.self)
    #expect(retry?.retryDelay == ProtobufDuration(seconds: 1))
  }

  @Test func whatIsMissingIsNamedById() async throws {
    let lesson = try await expectFailure(.notFound, .lessonNotFound) {
      throw RPCError(StoreError.notFound("lesson"), about: .lessonID(4))
    }
    #expect(lesson == ["lesson_id": "4"])
    let item = try await expectFailure(.notFound, .importNotFound) {
      throw RPCError(StoreError.notFound("import"), about: .importID(5))
    }
    #expect(item == ["import_id": "5"])
  }

  @Test func unknownErrorsLeaveWithConstantText() async throws {
    struct Odd: Error {}
    let call = try CallContext.of(ImportServiceMethods.getImport)
    let error = #expect(throws: RPCError.self) { try call.answer(.none) { _ in throw Odd() } }
    #expect(error?.code == .internal)
    #expect(error?.cause is Odd)
  }
}
