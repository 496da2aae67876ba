import FiszkaAPI
import FiszkaDomain
import GRDB
import Testing

@testable import FiszkaServices
@testable import TTRPC

/// A caller that waits no longer ends the work for it, from the call down to SQLite.
@Suite(.timeLimit(.minutes(2))) struct WorkLimitTests {
  /// How a caller gives up.
  enum GivingUp: CaseIterable {
    case byTimeout, byCancelling, byLeaving

    var options: CallOptions { CallOptions(timeout: self == .byTimeout ? .milliseconds(20) : nil) }

    /// What the caller is told.
    var code: RPCError.Code {
      switch self {
      case .byTimeout: .deadlineExceeded
      case .byCancelling: .cancelled
      case .byLeaving: .unavailable
      }
    }
  }

  /// Far less than a search takes that does not stop.
  private static let soon = Duration.seconds(5)

  @Test(arguments: GivingUp.allCases)
  func aSearchWhoseCallerGivesUpLeavesTheDatabase(_ way: GivingUp) async throws {
    try await Harness.run { h in
      let lesson = try await h.hugeLesson()
      let look = try ForeignLook(h.folder)
      let start = ContinuousClock.now
      let search = Task {
        try await h.lessons.listItems(ListItemsRequest(lessonID: lesson, search: "nowhere"), options: way.options)
      }
      if way != .byTimeout { try await until { try look.seesReader() } }
      if way == .byCancelling { search.cancel() }
      if way == .byLeaving { await h.connection.close() }
      try await expectFailure(way.code) { try await search.value }
      try await h.untilNothingRuns()
      #expect(ContinuousClock.now - start < Self.soon)
      #expect(try !look.seesReader())
    }
  }

  @Test func aSearchThatTakesLongerThanItsCallerAllowsIsEndedByTheServer() async throws {
    try await Harness.run { h in
      let lesson = try await h.hugeLesson()
      let caller = try await PatientCaller(h)
      let start = ContinuousClock.now
      let code = try await caller.call(
        LessonServiceMethods.listItems, ListItemsRequest(lessonID: lesson, search: "nowhere"), timeout: .milliseconds(20))
      #expect(code == .deadlineExceeded)
      try await h.untilNothingRuns()
      #expect(ContinuousClock.now - start < Self.soon)
      #expect(try !ForeignLook(h.folder).seesReader())
      caller.close()
    }
  }

  @Test func aCommitWhoseCallerGivesUpIsTakenBackAndGivesTheWriterFree() async throws {
    try await Harness.run { h in
      let id = try await h.largeImport(rows: 100_000)
      let look = try ForeignLook(h.folder)
      var longest = Duration.zero
      for way in [GivingUp.byTimeout, .byCancelling] {
        let start = ContinuousClock.now
        let commit = Task { try await h.commit(id, options: way.options) }
        if way == .byCancelling {
          try await until { try look.seesWriter() }
          commit.cancel()
        }
        try await expectFailure(way.code) { try await commit.value }
        try await h.untilNothingRuns()
        longest = max(longest, ContinuousClock.now - start)
        #expect(try !look.seesWriter())
        for rows in ["lessons", "lesson_items", "audit_logs WHERE action = 'import.commit'"] {
          try #require(try h.number("SELECT count(*) FROM \(rows)") == 0)
        }
      }
      let start = ContinuousClock.now
      #expect(try await h.commit(id).result?.insertedItems == 100_000)
      let whole = ContinuousClock.now - start
      #expect(longest < whole / 3, "\(longest) until it stopped, \(whole) for all of it")
    }
  }
}

extension Harness {
  /// A lesson of 36 million words, which are made while they are read: a search takes SQLite some 10 s.
  fileprivate func hugeLesson() async throws -> Int64 {
    let id = try await commit(try await staged("dog;pies\n")).result?.lessonID ?? 0
    try execute(
      """
      ALTER TABLE lesson_items RENAME TO few_items;
      CREATE VIEW lesson_items AS
      WITH RECURSIVE numbers (number) AS (VALUES (1) UNION ALL SELECT number + 1 FROM numbers LIMIT 6000)
      SELECT outside.number * 6000 + inside.number AS id, lesson_id, english, inside.number || english_key AS english_key,
        polish, polish_key, example, tags, phonetic_hint, import_id, created_at
      FROM numbers AS outside, numbers AS inside, few_items
      """)
    return id
  }

  /// An import whose rows are read, so many of them.
  fileprivate func largeImport(rows: Int) async throws -> Int64 {
    let id = try await staged("dog;pies\n")
    try execute(
      """
      WITH RECURSIVE numbers (number) AS (VALUES (2) UNION ALL SELECT number + 1 FROM numbers LIMIT \(rows - 1))
      INSERT INTO import_rows (
        import_id, row_number, line_number, english, english_key, polish, polish_key, example, tags, phonetic_hint, valid,
        error_message, warning_message, corrected, processed_at)
      SELECT import_id, number, number, english || number, english_key || number, polish, polish_key, example, tags, phonetic_hint,
        valid, error_message, warning_message, corrected, processed_at
      FROM import_rows, numbers;
      UPDATE imports SET total_rows = \(rows)
      """)
    return id
  }

  /// Returns when no call is counted as running, and no thread works for one.
  fileprivate func untilNothingRuns() async throws {
    try await until { counts.methods.allSatisfy { $0.inFlight == 0 } && counts.lanes.allSatisfy { $0.lane.load.running == 0 } }
  }
}

/// Returns when `condition` holds, which nobody announces; throws when the test's time is over.
private func until(_ condition: () throws -> Bool) async throws {
  while try !condition() {
    try Task.checkCancellation()
    await Task.yield()
  }
}
