import FiszkaDomain
import Testing

@testable import FiszkaStore

struct CommitTests {
  private let harness: StoreHarness
  private var imports: SQLiteImportRepository { harness.imports }

  init() throws {
    harness = try StoreHarness()
  }

  @Test func validRowsGoIntoANewLessonOfTheUploaderInTheirOrder() throws {
    let ola = try harness.addUser("Ola")
    let rows = [
      Sample.row(1, "zebra", "zebra", example: "A zebra.", tags: "zoo; a1", hint: "ˈzebrə"), Sample.row(2, "", "kot"),
      Sample.row(3, "ant"), Sample.row(4, "ZEBRA ", " Zebra"), Sample.row(5, "zebra", ""),
    ]
    let item = try harness.staged(rows, by: ola)
    harness.clock.advance(by: .seconds(60))
    let done = try imports.commit(
      to: .newLesson(title: "W  Zoo"), at: harness.now, of: item, audit: nil, limit: .none)

    let result = ImportResult(
      lessonID: 1, lessonIsNew: true, inserted: 3, duplicates: 1, errors: 1, committedAt: harness.now)
    #expect(done.status == .committed)
    #expect(done.result == result)
    #expect(try imports.find(item.id, limit: .none) == done)
    let lesson = Lesson(
      id: 1, ownerID: ola, title: "W  Zoo", description: "", itemCount: 3, createdAt: harness.now, updatedAt: harness.now)
    #expect(try harness.lessons.lesson(1, limit: .none) == lesson)
    let items = try harness.lessons.items(ofLesson: 1, search: nil, page: PageRequest(), limit: .none).items
    #expect(items.map(\.english) == ["zebra", "ant", "zebra"])
    let zebra = LessonItem(
      id: items[0].id, lessonID: 1, english: "zebra", polish: "zebra", example: "A zebra.",
      tags: TagList(parsing: "zoo; a1"), phoneticHint: "ˈzebrə", createdAt: harness.now)
    #expect(items[0] == zebra)
    let staged = try imports.rows(of: item.id, .all, page: PageRequest(), limit: .none).items
    #expect(staged.allSatisfy { $0.processedAt == harness.now })
  }

  @Test func whatTheLessonHasAlreadyIsADuplicateAndKeepsItsSpelling() throws {
    let first = try harness.committed([Sample.row(1, "Cat", "Kot"), Sample.row(2, "dog", "pies")])
    harness.clock.advance(by: .seconds(1))
    let again = try harness.staged([Sample.row(1, "cat", "kot"), Sample.row(2, "cat", "kotka"), Sample.row(3, "DOG", "PIES")])
    let done = try imports.commit(to: .lesson(id: 1), at: harness.now, of: again, audit: nil, limit: .none)
    let result = ImportResult(
      lessonID: 1, lessonIsNew: false, inserted: 1, duplicates: 2, errors: 0, committedAt: harness.now)
    #expect(done.result == result)
    #expect(try harness.words(of: 1) == ["Cat", "dog", "cat"])
    #expect(try harness.lessons.lesson(1, limit: .none).updatedAt == harness.now)
    #expect(first.id != done.id)
  }

  @Test func theSameWordsInAnotherLessonAreNoDuplicates() throws {
    _ = try harness.committed(Sample.rows(3), title: "One")
    #expect(try harness.committed(Sample.rows(3), title: "Two").result?.inserted == 3)
  }

  @Test func aLessonThatIsNotThereOrDeletedChangesNothing() throws {
    let item = try harness.staged(Sample.rows(2))
    let deleted = try harness.addLesson("Old")
    try harness.run("UPDATE lessons SET is_deleted = TRUE WHERE id = ?1", [.integer(deleted)])
    for id in [99, deleted] {
      #expect(throws: StoreError.notFound("lesson")) {
        try imports.commit(to: .lesson(id: id), at: harness.now, of: item, audit: nil, limit: .none)
      }
    }
    #expect(try imports.find(item.id, limit: .none) == item)
    #expect(try harness.number("SELECT count(*) FROM lesson_items") == 0)
  }

  @Test func anImportThatIsNotReadyOrDoneAlreadyIsAMisuse() throws {
    let error = StoreError.misuse("an import that cannot be committed")
    for item in [try harness.create(), try harness.committed(Sample.rows(1))] {
      #expect(throws: error) {
        try imports.commit(to: .newLesson(title: "T"), at: harness.now, of: item, audit: nil, limit: .none)
      }
    }
  }

  @Test func keysKnowPolishLetters() throws {
    let done = try harness.committed([
      Sample.row(1, "Łódź", "ŻÓŁĆ"), Sample.row(2, "łódź", "żółć"), Sample.row(3, "lodz", "zolc"),
    ])
    #expect(done.result?.inserted == 2)
    #expect(done.result?.duplicates == 1)
  }
}
