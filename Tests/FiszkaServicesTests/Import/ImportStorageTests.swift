import CommonProto
import FiszkaAPI
import FiszkaDomain
import FiszkaSecurity
import Synchronization
import TTRPC
import Testing

@testable import FiszkaServices
@testable import FiszkaStore

/// What the callers learn of a store in trouble.
@Suite struct ImportStorageTests {
  private static let manyRows = Array((1...20_000).map { "word\($0);słowo\($0)\n" }.joined().utf8)

  @Test func aFullDatabaseStopsAReadingAndACommit() async throws {
    try await Harness.run { h in
      let small = try await h.staged("dog;pies\n")
      let id = try await h.create(Self.manyRows)
      let pages = try h.number("PRAGMA page_count")
      try h.execute("PRAGMA max_page_count = \(pages + 1)")
      try await expectFailure(.resourceExhausted, .storageFull) {
        try await h.imports.finishImportUpload(.of(id, Self.manyRows))
      }
      #expect(try await h.record(id).uploadComplete == false)
      try h.execute("PRAGMA max_page_count = 1000000")
      _ = try await h.imports.finishImportUpload(.of(id, Self.manyRows))
      try h.execute("PRAGMA max_page_count = \(try h.number("PRAGMA page_count") + 1)")
      try await expectFailure(.resourceExhausted, .storageFull) { try await h.commit(id) }
      #expect(try h.number("SELECT count(*) FROM lesson_items") == 0)
      try h.execute("PRAGMA max_page_count = 1000000")
      #expect(try await h.commit(id).result?.insertedItems == 20_000)
      #expect(try await h.commit(small).status == .committed)
    }
  }

  @Test func aWriterThatHoldsTheDatabaseMakesOthersComeAgain() async throws {
    var options = StoreOptions()
    options.busyTimeout = .milliseconds(20)
    try await Harness.run(.init(store: options)) { h in
      let id = try await h.staged("dog;pies\n")
      try h.store.gate.enter(limit: .none, timeout: .seconds(1))
      let error = await #expect(throws: RPCError.self) { try await h.commit(id) }
      #expect(error?.code == .unavailable)
      #expect(try error?.detail(RetryInfo.self)?.retryDelay == ProtobufDuration(seconds: 1))
      #expect(try error?.detail(ErrorInfo.self)?.reason == "STORAGE_BUSY")
      h.store.gate.leave()
      #expect(try await h.commit(id).status == .committed)
    }
  }

  @Test func aClosedStoreIsAnErrorOfTheServerWithoutItsText() async throws {
    try await Harness.run { h in
      try h.store.close()
      let error = await #expect(throws: RPCError.self) { try await h.record(1) }
      #expect(error?.code == .internal && error?.message.contains("closed") == false)
    }
  }

  @Test func aReadingThatIsGivenUpChangesNothing() async throws {
    try await Harness.run { h in
      let file = Array("dog;pies\n".utf8)
      let id = try await h.create(file)
      let before = try await h.record(id)
      let asked = Mutex(0)
      // Given up while the file is read.
      let limit = WorkLimit {
        asked.withLock {
          $0 += 1; return $0 > 3 ? .cancelled : nil
        }
      }
      #expect(throws: StoreError.interrupted(.cancelled)) {
        try ImportFinish(ports: h.ports, holds: ImportHolds()).finish(
          id, sizeBytes: Int64(file.count), digest: SHA256.digest(file), settings: nil, limit: limit)
      }
      #expect(try await h.record(id) == before)
    }
  }

  @Test func aCommitWaitsForARunningOneAndGetsItsResult() async throws {
    let gate = GatedFiles.Gate()
    var options = StoreOptions()
    options.onWriterHeld = { action, _ in if action == "import.commit" { gate.pass() } }
    try await Harness.run(.init(store: options)) { h in
      let id = try await h.staged("dog;pies\n")
      async let first = h.commit(id)
      await gate.waitUntilReached()
      // The first one has written and not answered yet.
      try await expectFailure(.unavailable, .importInUse) { try await h.rows(id) }
      async let second = h.commit(id, target: .newLesson("Other"))
      gate.open()
      #expect(try await first == second)
      #expect(try h.number("SELECT count(*) FROM lessons") == 1)
    }
  }

  @Test func theAuditLogNamesFieldsAndNoTexts() async throws {
    try await Harness.run { h in
      let learner = try h.addLearner()
      let id = try await h.staged("secretword;tajne\n", options: .asLearner(learner))
      _ = try await h.commit(id, options: .asLearner(learner))
      #expect(try h.number("SELECT count(*) FROM audit_logs WHERE actor_user_id = \(learner)") == 2)
      #expect(try h.number("SELECT count(*) FROM audit_logs WHERE target_table = 'imports' AND target_id = \(id)") == 2)
      let details = try h.texts("SELECT details FROM audit_logs ORDER BY id").joined()
      #expect(details.contains("filename") && details.contains("result"))
      for text in ["words.csv", "secretword", "Words"] { #expect(!details.contains(text)) }
    }
  }
}
