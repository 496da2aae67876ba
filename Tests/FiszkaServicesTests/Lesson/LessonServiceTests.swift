import FiszkaAPI
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct LessonServiceTests {
  private func lesson(_ h: Harness, _ title: String, _ file: String = "dog;pies\n") async throws -> Int64 {
    try await h.commit(try await h.staged(file, target: .newLesson(title))).result!.lessonID
  }

  @Test func lessonsComeNewestFirstAndInPages() async throws {
    try await Harness.run { h in
      let ids = [try await lesson(h, "One"), try await lesson(h, "Two"), try await lesson(h, "Three")]
      let page = try await h.lessons.listLessons(ListLessonsRequest(pageSize: 2))
      #expect(page.lessons.map(\.id) == [ids[2], ids[1]])
      #expect(page.lessons[0].itemCount == 1 && page.lessons[0].createdAt != nil)
      let next = try await h.lessons.listLessons(ListLessonsRequest(pageSize: 2, pageToken: page.nextPageToken))
      #expect(next.lessons.map(\.title) == ["One"] && next.nextPageToken.isEmpty)
      try await expectFailure(.invalidArgument, .pageTokenInvalid) {
        try await h.lessons.listLessons(ListLessonsRequest(pageToken: page.nextPageToken, search: "x"))
      }
    }
  }

  @Test func searchTitleAndOwnerChoose() async throws {
    try await Harness.run { h in
      let learner = try h.addLearner()
      _ = try await lesson(h, "Łąka i las")
      _ = try await lesson(h, "Las")
      func titles(_ request: ListLessonsRequest) async throws -> [String] {
        try await h.lessons.listLessons(request).lessons.map(\.title)
      }
      #expect(try await titles(ListLessonsRequest(search: "  łĄKA  i")) == ["Łąka i las"])
      #expect(try await titles(ListLessonsRequest(title: "LAS")) == ["Las"])
      #expect(try await titles(ListLessonsRequest(ownedOnly: true)).count == 2)
      let theirs = try await h.lessons.listLessons(ListLessonsRequest(ownedOnly: true), options: .asLearner(learner))
      #expect(theirs.lessons.isEmpty)
      let all = try await h.lessons.listLessons(ListLessonsRequest(), options: .asLearner(learner))
      #expect(all.lessons.count == 2)
    }
  }

  @Test func itemsComeInTheirOrderAndAreSearched() async throws {
    try await Harness.run { h in
      let id = try await lesson(h, "Animals", "dog;pies\ncat;kot\nmouse;mysz\n")
      let page = try await h.lessons.listItems(ListItemsRequest(lessonID: id, pageSize: 2))
      #expect(page.items.map(\.english) == ["dog", "cat"])
      let next = try await h.lessons.listItems(
        ListItemsRequest(lessonID: id, pageSize: 2, pageToken: page.nextPageToken))
      #expect(next.items.map(\.polish) == ["mysz"] && next.nextPageToken.isEmpty)
      let found = try await h.lessons.listItems(ListItemsRequest(lessonID: id, search: "KOT"))
      #expect(found.items.map(\.english) == ["cat"] && found.items[0].lessonID == id)
      try await expectFailure(.invalidArgument, .pageTokenInvalid) {
        try await h.lessons.listItems(ListItemsRequest(lessonID: id, pageToken: page.nextPageToken, search: "x"))
      }
    }
  }

  @Test func whatIsNotThereIsNotFound() async throws {
    try await Harness.run { h in
      let metadata = try await expectFailure(.notFound, .lessonNotFound) {
        try await h.lessons.getLesson(GetLessonRequest(lessonID: 99))
      }
      #expect(metadata == ["lesson_id": "99"])
      try await expectFailure(.notFound, .lessonNotFound) {
        try await h.lessons.listItems(ListItemsRequest(lessonID: 99))
      }
    }
  }

  @Test func fieldsOutOfRangeAreRefused() async throws {
    try await Harness.run { h in
      let long = String(repeating: "ż", count: 256)
      try await expectInvalid("lesson_id") { try await h.lessons.getLesson(GetLessonRequest()) }
      try await expectInvalid("lesson_id", "search") {
        try await h.lessons.listItems(ListItemsRequest(lessonID: -1, search: long))
      }
      try await expectInvalid("search", "title") {
        try await h.lessons.listLessons(ListLessonsRequest(search: long, title: long))
      }
      try await expectInvalid("page_size") { try await h.lessons.listLessons(ListLessonsRequest(pageSize: -1)) }
      try await expectInvalid("page_size") { try await h.lessons.listItems(ListItemsRequest(lessonID: 1, pageSize: -1)) }
    }
  }

  @Test func nobodyReadsNothing() async throws {
    try await Harness.run { h in
      try await expectFailure(.unauthenticated, .credentialsMissing) {
        try await h.lessons.listLessons(ListLessonsRequest(), options: .asNobody)
      }
    }
  }
}
