import Dispatch
import FiszkaDomain
import Synchronization
import Testing

struct AuditIntentTests {
  private let intent = AuditIntent(action: "import.commit", actorID: 7)

  @Test func anIntentIsUsedOnceAndNotAgain() throws {
    #expect(!intent.isUsed)
    #expect(try intent.useOnce { () throws(StoreError) in 42 } == 42)
    #expect(intent.isUsed)
    #expect(throws: StoreError.misuse("the audit intent of import.commit was used twice")) {
      try intent.useOnce { () throws(StoreError) in }
    }
  }

  @Test func anIntentWhoseTransactionFailsCanBeUsedAgain() throws {
    #expect(throws: StoreError.busy) { try intent.useOnce { () throws(StoreError) in throw .busy } }
    #expect(!intent.isUsed)
    try intent.useOnce { () throws(StoreError) in }
    #expect(intent.isUsed)
  }

  @Test func anIntentCannotBeUsedWithinItsOwnTransaction() throws {
    try intent.useOnce { () throws(StoreError) in
      #expect(throws: StoreError.self) { try intent.useOnce { () throws(StoreError) in } }
    }
  }

  @Test func ofManyThreadsOneGetsTheIntent() {
    let wins = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 64) { _ in
      do throws(StoreError) {
        try intent.useOnce { () throws(StoreError) in }
        wins.add(1, ordering: .relaxed)
      } catch {
        #expect(error == .misuse("the audit intent of import.commit was used twice"))
      }
    }
    #expect(wins.load(ordering: .relaxed) == 1)
  }

  @Test func detailsNameEachFieldOnceAndStayAsTheyWereWritten() throws {
    intent.addDetail(field: "polish")
    intent.addDetail(field: "english")
    intent.addDetail(field: "polish")
    #expect(intent.details == ["polish", "english"])
    try intent.useOnce { () throws(StoreError) in }
    intent.addDetail(field: "tags")
    #expect(intent.details == ["polish", "english"])
  }
}
