import FiszkaAPI
import TTRPC
import Testing

@testable import FiszkaServices

@Suite(.timeLimit(.minutes(1))) struct StorageHealthTests {
  @Test(arguments: ["", "storage"])
  func damageTurnsHealthAndRepairTurnsItBack(_ service: String) async throws {
    try await Harness.run { h in
      let file = (1...500).map { "word\($0);słowo\n" }.joined()
      let lesson = try await h.commit(try await h.staged(file)).result!.lessonID
      var watch = try await h.health.watch(HealthCheckRequest(service: service)).makeAsyncIterator()
      #expect(try await watch.next()?.status == .serving)

      let damage = try h.damage("lesson_items")
      try await expectFailure(.dataLoss, .storageCorrupt) {
        try await h.lessons.listItems(ListItemsRequest(lessonID: lesson))
      }
      #expect(try await watch.next()?.status == .notServing)
      #expect(try await h.health.check(HealthCheckRequest(service: service)).status == .notServing)

      try damage.repair()
      #expect(try await watch.next()?.status == .serving)
      #expect(try await h.lessons.listItems(ListItemsRequest(lessonID: lesson)).items.count == 50)
    }
  }

  @Test func ordinaryErrorsChangeNothing() async throws {
    try await Harness.run { h in
      try await expectFailure(.notFound, .lessonNotFound) { try await h.lessons.getLesson(GetLessonRequest(lessonID: 9)) }
      #expect(try await h.health.check(HealthCheckRequest(service: "storage")).status == .serving)
    }
  }
}
