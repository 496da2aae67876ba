import FiszkaAPI
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct CommitImportTests {
  @Test func aSecondCommitGetsTheFirstOnesResult() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\n")
      let first = try await h.commit(id)
      #expect(try await h.commit(id, target: .newLesson("Other")) == first)
      _ = try await h.imports.undoImport(UndoImportRequest(importID: id))
      let after = try await h.commit(id)
      #expect(after.result?.lessonID == first.result?.lessonID && after.result?.undoneAt != nil)
      #expect(try h.number("SELECT count(*) FROM audit_logs WHERE action = 'import.commit'") == 1)
    }
  }

  @Test func commitsAtOnceWriteOneLesson() async throws {
    try await Harness.run { h in
      let id = try await h.staged((1...300).map { "word\($0);słowo\n" }.joined())
      let results = try await withThrowingTaskGroup(of: Import.self) { group in
        for number in 0..<8 { group.addTask { try await h.commit(id, target: .newLesson("Lesson \(number)")) } }
        return try await group.reduce(into: Set<Import>()) { $0.insert($1) }
      }
      #expect(results.count == 1 && results.first?.result?.insertedItems == 300)
      #expect(try h.number("SELECT count(*) FROM lessons") == 1)
      #expect(try h.number("SELECT count(*) FROM lesson_items") == 300)
    }
  }

  @Test func theTargetOfTheCommitOverridesThatOfTheCreation() async throws {
    try await Harness.run { h in
      let record = try await h.commit(try await h.staged("dog;pies\n"), target: .newLesson("Mine"))
      let lesson = try await h.lessons.getLesson(GetLessonRequest(lessonID: record.result!.lessonID)).lesson
      #expect(lesson?.title == "Mine" && record.target == .newLesson("Words"))
    }
  }

  @Test func withoutAnyTargetItIsRefused() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\n", target: nil)
      let metadata = try await expectFailure(.failedPrecondition, .importTargetMissing) { try await h.commit(id) }
      #expect(metadata == ["import_id": "\(id)"])
    }
  }

  @Test func moreThanHalfInvalidFailsTheImportAndWritesNothing() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\n;a\n;b\n")
      for _ in 0..<2 {
        let metadata = try await expectFailure(.failedPrecondition, .importTooManyInvalidRows) { try await h.commit(id) }
        #expect(metadata == ["total_rows": "3", "error_rows": "2"])
      }
      #expect(try await h.record(id).status == .failed)
      #expect(try h.number("SELECT count(*) FROM lessons") == 0)
    }
  }

  @Test func halfInvalidIsCommitted() async throws {
    try await Harness.run { h in
      let result = try await h.commit(try await h.staged("dog;pies\n;a\n")).result
      #expect(result?.insertedItems == 1 && result?.errorRows == 1)
    }
  }

  @Test func anUnfinishedOrMissingImportIsNotCommitted() async throws {
    try await Harness.run { h in
      let id = try await h.create("dog;pies\n")
      try await expectFailure(.failedPrecondition, .importUploadNotFinished) { try await h.commit(id) }
      try await expectFailure(.notFound, .importNotFound) { try await h.commit(99) }
      try await expectInvalid("import_id", "target.lesson_id") { try await h.commit(0, target: .lesson(-1)) }
    }
  }

  @Test func aLessonThatIsGoneOrNotOnesOwnIsRefused() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\n")
      let missing = try await expectFailure(.notFound, .lessonNotFound) { try await h.commit(id, target: .lesson(99)) }
      #expect(missing == ["lesson_id": "99"])
      let lesson = try await h.commit(id).result!.lessonID
      let learner = try h.addLearner()
      let own = try await h.staged("cat;kot\n", options: .asLearner(learner))
      try await expectFailure(.permissionDenied, .notOwner) {
        try await h.commit(own, target: .lesson(lesson), options: .asLearner(learner))
      }
      #expect(try await h.commit(own, options: .asLearner(learner)).result?.insertedItems == 1)
      #expect(try h.number("SELECT owner_user_id FROM lessons ORDER BY id DESC LIMIT 1") == learner)
    }
  }

  @Test func whoeverCommitsTheNewLessonBelongsToWhoImported() async throws {
    try await Harness.run { h in
      let learner = try h.addLearner()
      let id = try await h.staged("dog;pies\n", options: .asLearner(learner))
      #expect(try await h.commit(id).result?.lessonCreated == true)
      #expect(try h.number("SELECT owner_user_id FROM lessons") == learner)
      #expect(try h.number("SELECT actor_user_id FROM audit_logs WHERE action = 'import.commit'") == 1)
    }
  }

  @Test func anotherLearnersImportIsDenied() async throws {
    try await Harness.run { h in
      let learner = try h.addLearner()
      let id = try await h.staged("dog;pies\n")
      let metadata = try await expectFailure(.permissionDenied, .notOwner) {
        try await h.commit(id, options: .asLearner(learner))
      }
      #expect(metadata == ["resource": "import", "id": "\(id)"])
      try await expectFailure(.unauthenticated, .credentialsMissing) { try await h.commit(id, options: .asNobody) }
    }
  }
}
