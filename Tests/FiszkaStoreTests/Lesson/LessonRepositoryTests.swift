import FiszkaDomain
import Testing

@testable import FiszkaStore

struct LessonRepositoryTests {
  private let harness: StoreHarness
  private var lessons: SQLiteLessonRepository { harness.lessons }

  init() throws {
    harness = try StoreHarness()
  }

  @Test func aLessonIsFoundWithTheNumberOfItsItems() throws {
    _ = try harness.committed(Sample.rows(4), title: "Other")
    let id = try harness.addLesson("Zwierzęta domowe")
    let expected = Lesson(
      id: id, ownerID: 1, title: "Zwierzęta domowe", description: "About Zwierzęta domowe", itemCount: 0,
      createdAt: harness.now, updatedAt: harness.now)
    #expect(try lessons.lesson(id, limit: .none) == expected)
    #expect(try lessons.lesson(1, limit: .none).itemCount == 4)
  }

  @Test func aDeletedLessonIsNotThere() throws {
    let id = try harness.addLesson("Gone")
    try harness.run("UPDATE lessons SET is_deleted = TRUE")
    for id in [id, 99] {
      #expect(throws: StoreError.notFound("lesson")) { try lessons.lesson(id, limit: .none) }
      #expect(throws: StoreError.notFound("lesson")) {
        try lessons.items(ofLesson: id, search: nil, page: PageRequest(), limit: .none)
      }
    }
    #expect(try titles(LessonFilter()) == [])
    #expect(try titles(LessonFilter(ownerID: 1)) == [])
    #expect(try titles(LessonFilter(title: TextKey("Gone"))) == [])
  }

  @Test func filtersMustAllHoldAndTheNewestComesFirst() throws {
    let ola = try harness.addUser("Ola")
    for (title, owner) in [("Łódź", 1), ("W  Łodzi", ola), ("łódź", ola), ("100 % %_", 1)] as [(String, Int64)] {
      _ = try harness.addLesson(title, owner: owner)
    }
    #expect(try titles(LessonFilter()) == ["100 % %_", "łódź", "W  Łodzi", "Łódź"])
    #expect(try titles(LessonFilter(ownerID: ola)) == ["łódź", "W  Łodzi"])
    #expect(try titles(LessonFilter(title: TextKey(" ŁÓDŹ"))) == ["łódź", "Łódź"])
    #expect(try titles(LessonFilter(ownerID: 1, title: TextKey("łódź"))) == ["Łódź"])
    #expect(try titles(LessonFilter(search: TextKey("w Ł"))) == ["W  Łodzi"])
    #expect(try titles(LessonFilter(search: TextKey("% %_"))) == ["100 % %_"])
    #expect(try titles(LessonFilter(ownerID: ola, search: TextKey("ód"))) == ["łódź"])
    #expect(try titles(LessonFilter(search: TextKey("w"), title: TextKey("łódź"))) == [])
    #expect(try titles(LessonFilter(search: TextKey(""))).count == 4)
    #expect(try titles(LessonFilter(ownerID: 99)) == [])
  }

  @Test(arguments: [LessonFilter(), LessonFilter(ownerID: 1), LessonFilter(title: TextKey("T"))])
  func pagesFollowEachOtherUnderEveryFilter(filter: LessonFilter) throws {
    for _ in 1...5 { _ = try harness.addLesson("t") }
    var ids: [Int64] = []
    var cursor: PageCursor?
    repeat {
      let page = try lessons.lessons(filter, page: PageRequest(limit: 2, after: cursor), limit: .none)
      ids += page.items.map(\.id)
      cursor = page.next
    } while cursor != nil
    #expect(ids == [5, 4, 3, 2, 1])
  }

  @Test func itemsComeInOrderPageByPage() throws {
    _ = try harness.committed(Sample.rows(3), title: "Other")
    let item = try harness.committed(Sample.rows(7))
    let id = try item.result.unwrapped().lessonID
    let first = try lessons.items(ofLesson: id, search: nil, page: PageRequest(limit: 4), limit: .none)
    #expect(first.items.map(\.english) == (1...4).map { "word \($0)" })
    let second = try lessons.items(ofLesson: id, search: nil, page: PageRequest(limit: 4, after: first.next), limit: .none)
    #expect(second.items.map(\.english) == (5...7).map { "word \($0)" })
    #expect(second.next == nil)
  }

  @Test func aSearchLooksIntoBothKeys() throws {
    _ = try harness.committed([
      Sample.row(1, "Hedgehog", "jeż"), Sample.row(2, "new  year", "Nowy Rok"), Sample.row(3, "jeans", "dżinsy"),
    ])
    func found(_ text: String) throws -> [String] {
      try lessons.items(ofLesson: 1, search: TextKey(text), page: PageRequest(), limit: .none).items.map(\.english)
    }
    #expect(try found("JE") == ["Hedgehog", "jeans"])
    #expect(try found(" new  Year ") == ["new  year"])
    #expect(try found("Ż") == ["Hedgehog", "jeans"])
    #expect(try found("z") == [])
    #expect(try found("  ").count == 3)
  }

  private func titles(_ filter: LessonFilter) throws -> [String] {
    try lessons.lessons(filter, page: PageRequest(), limit: .none).items.map(\.title)
  }
}
