import FiszkaAPI
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct UndoImportTests {
  private func undo(_ h: Harness, _ id: Int64) async throws -> UndoImportResponse {
    try await h.imports.undoImport(UndoImportRequest(importID: id))
  }

  @Test func theLessonOfTheCommitGoesWithItsItems() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\ncat;kot\n")
      let lesson = try await h.commit(id).result!.lessonID
      let first = try await undo(h, id)
      #expect(first.removedItems == 2 && first.lessonDeleted)
      #expect(first.record?.status == .committed && first.record?.result?.undoneAt != nil)
      try await expectFailure(.notFound, .lessonNotFound) {
        try await h.lessons.getLesson(GetLessonRequest(lessonID: lesson))
      }
      let again = try await undo(h, id)
      #expect(again.removedItems == 0 && !again.lessonDeleted && again.record == first.record)
      #expect(try h.number("SELECT count(*) FROM audit_logs WHERE action = 'import.undo'") == 1)
    }
  }

  @Test func aLessonWithOtherItemsStays() async throws {
    try await Harness.run { h in
      let first = try await h.staged("dog;pies\n")
      let lesson = try await h.commit(first).result!.lessonID
      _ = try await h.commit(try await h.staged("cat;kot\n"), target: .lesson(lesson))
      let answer = try await undo(h, first)
      #expect(answer.removedItems == 1 && !answer.lessonDeleted)
      #expect(try await h.lessons.listItems(ListItemsRequest(lessonID: lesson)).items.map(\.english) == ["cat"])
    }
  }

  @Test func studiedItemsStay() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\ncat;kot\n")
      _ = try await h.commit(id)
      try h.execute(
        """
        INSERT INTO spaced_repetition (user_id, lesson_item_id, state, next_review_at, interval_days, history)
        SELECT 1, min(id), 'learning', 0, 1, '[]' FROM lesson_items
        """)
      let metadata = try await expectFailure(.failedPrecondition, .importStudied) { try await undo(h, id) }
      #expect(metadata == ["studied_items": "1"])
      #expect(try h.number("SELECT count(*) FROM lesson_items") == 2)
    }
  }

  @Test func whatIsNotCommittedCannotBeUndone() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\n")
      let metadata = try await expectFailure(.failedPrecondition, .importNotCommitted) { try await undo(h, id) }
      #expect(metadata == ["import_id": "\(id)"])
      try await expectFailure(.notFound, .importNotFound) { try await undo(h, 99) }
      try await expectInvalid("import_id") { try await undo(h, 0) }
    }
  }
}
