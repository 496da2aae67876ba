import FiszkaDomain
import Testing

@testable import FiszkaStore

struct UndoTests {
  private let harness: StoreHarness
  private var imports: SQLiteImportRepository { harness.imports }

  init() throws {
    harness = try StoreHarness()
  }

  @Test func theItemsAndTheLessonMadeForThemGo() throws {
    let item = try harness.committed(Sample.rows(3))
    harness.clock.advance(by: .seconds(9))
    guard case .undone(let undone, let removedItems, let lessonDeleted) = try undo(item) else {
      Issue.record("the undo was refused")
      return
    }
    #expect(removedItems == 3)
    #expect(lessonDeleted)
    #expect(undone.status == .committed)
    #expect(undone.undoneAt == harness.now)
    #expect(undone.result == item.result)
    #expect(try imports.find(item.id, limit: .none) == undone)
    #expect(try harness.number("SELECT count(*) FROM lesson_items") == 0)
    #expect(throws: StoreError.notFound("lesson")) { try harness.lessons.lesson(1, limit: .none) }
    #expect(try harness.number("SELECT updated_at FROM lessons WHERE is_deleted") == harness.now.microseconds)
  }

  @Test func whatTheImportDidNotInsertStays() throws {
    _ = try harness.committed([Sample.row(1, "cat", "kot")])
    let second = try imports.commit(
      to: .lesson(id: 1), at: harness.now, of: harness.staged([Sample.row(1, "cat", "kot"), Sample.row(2, "dog", "pies")]),
      audit: nil, limit: .none)
    _ = try undo(second)
    #expect(try harness.words(of: 1) == ["cat"])
  }

  @Test func aLessonMadeByTheImportStaysWhileItHasOtherItems() throws {
    let first = try harness.committed([Sample.row(1, "cat", "kot")])
    _ = try imports.commit(
      to: .lesson(id: 1), at: harness.now, of: harness.staged([Sample.row(1, "dog", "pies")]), audit: nil, limit: .none)
    #expect(try isLessonDeleted(undo(first)) == false)
    #expect(try harness.words(of: 1) == ["dog"])
  }

  @Test func anExistingLessonStaysEvenWhenItIsEmpty() throws {
    let lesson = try harness.addLesson("Mine")
    let item = try imports.commit(
      to: .lesson(id: lesson), at: harness.now, of: harness.staged(Sample.rows(2)), audit: nil, limit: .none)
    #expect(try isLessonDeleted(undo(item)) == false)
    #expect(try harness.lessons.lesson(lesson, limit: .none).itemCount == 0)
  }

  @Test(arguments: [true, false])
  func oneStudiedItemKeepsThemAll(byAnswer: Bool) throws {
    let item = try harness.committed(Sample.rows(3))
    try byAnswer ? harness.study(item) : harness.review(item)
    #expect(try undo(item) == .studied(items: 1))
    #expect(try imports.find(item.id, limit: .none) == item)
    #expect(try harness.words(of: 1).count == 3)
  }

  @Test func itemsAndLessonsDeletedSinceArePassedOver() throws {
    let item = try harness.committed(Sample.rows(3))
    try harness.run("DELETE FROM lesson_items WHERE english = 'word 2'")
    try harness.run("UPDATE lessons SET is_deleted = TRUE, updated_at = 5")
    guard case .undone(_, let removedItems, let lessonDeleted) = try undo(item) else {
      Issue.record("the undo was refused")
      return
    }
    #expect(removedItems == 2)
    #expect(!lessonDeleted)
    #expect(try harness.number("SELECT count(*) FROM lesson_items") == 0)
    #expect(try harness.number("SELECT updated_at FROM lessons") == 5)
  }

  @Test func anItemStudiedWhileTheUndoWaitsMakesItAskAgain() throws {
    let item = try harness.committed(Sample.rows(2))
    // The limit is asked between the first look and the write; that is when somebody answers.
    let asked = Counter()
    let harness = harness
    let limit = WorkLimit.watching {
      if asked.next() == 2 { try? harness.review(item) }
    }
    #expect(throws: StoreError.changed) { try imports.undo(item, at: harness.now, audit: nil, limit: limit) }
    #expect(try harness.words(of: 1).count == 2)
    #expect(try undo(item) == .studied(items: 1))
  }

  @Test func anImportThatIsNotCommittedOrUndoneAlreadyIsAMisuse() throws {
    let item = try harness.committed(Sample.rows(1))
    let stale = item
    guard case .undone(let undone, _, _) = try undo(item) else {
      Issue.record("the undo was refused")
      return
    }
    #expect(throws: StoreError.changed) { try undo(stale) }
    for item in [undone, try harness.staged(Sample.rows(1))] {
      #expect(throws: StoreError.misuse("an import that cannot be undone")) { try undo(item) }
    }
  }

  /// Nil when the undo was refused.
  private func isLessonDeleted(_ undo: ImportUndo) -> Bool? {
    if case .undone(_, _, let lessonDeleted) = undo { lessonDeleted } else { nil }
  }

  private func undo(_ item: Import) throws -> ImportUndo {
    try imports.undo(item, at: harness.now, audit: nil, limit: .none)
  }
}
