import CommonProto
import FiszkaAPI
import FiszkaDomain
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct AuditServiceTests {
  private func entries(_ h: Harness, _ request: ListAuditEntriesRequest) async throws -> [FiszkaAPI.AuditEntry] {
    try await h.audit.listAuditEntries(request).entries
  }

  @Test func auditedCallsAreListedNewestFirst() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\n")
      _ = try await h.commit(id)
      let found = try await entries(h, ListAuditEntriesRequest())
      #expect(found.map(\.action) == ["import.commit", "import.create"])
      #expect(found.allSatisfy { $0.actorUserID == 1 && $0.targetTable == "imports" && $0.targetID == id })
      #expect(found.map(\.fields) == [["status", "result"], ["filename", "target"]])
      let time = try #require(found[0].createdAt)
      #expect(time.seconds == 1_700_000_000 && time.nanos > 0)
    }
  }

  @Test func filtersChoose() async throws {
    try await Harness.run { h in
      let learner = try h.addLearner()
      let mine = try await h.create("dog;pies\n")
      let theirs = try await h.create("cat;kot\n", options: .asLearner(learner))
      func ids(_ request: ListAuditEntriesRequest) async throws -> [Int64] {
        try await entries(h, request).map(\.targetID)
      }
      #expect(try await ids(ListAuditEntriesRequest(actorUserID: learner)) == [theirs])
      #expect(try await ids(ListAuditEntriesRequest(action: "import.")) == [theirs, mine])
      #expect(try await ids(ListAuditEntriesRequest(action: "import")) == [])
      #expect(try await ids(ListAuditEntriesRequest(targetTable: "imports", targetID: mine)) == [mine])
      #expect(try await ids(ListAuditEntriesRequest(targetTable: "lessons")) == [])
      let first = try #require(try await entries(h, ListAuditEntriesRequest(actorUserID: 1))[0].createdAt)
      // The microsecond after the first entry.
      let after = ProtobufTimestamp(seconds: first.seconds, nanos: first.nanos + 1)
      #expect(try await ids(ListAuditEntriesRequest(from: first)) == [theirs, mine])
      #expect(try await ids(ListAuditEntriesRequest(from: after)) == [theirs])
      #expect(try await ids(ListAuditEntriesRequest(until: first)) == [])
      #expect(try await ids(ListAuditEntriesRequest(until: after)) == [mine])
    }
  }

  @Test func pagesAreBoundToTheirFilter() async throws {
    try await Harness.run { h in
      for _ in 1...3 { _ = try await h.create("dog;pies\n") }
      let page = try await h.audit.listAuditEntries(ListAuditEntriesRequest(pageSize: 2, action: "import."))
      #expect(page.entries.map(\.id) == [3, 2])
      let token = page.nextPageToken
      let next = try await h.audit.listAuditEntries(ListAuditEntriesRequest(pageToken: token, action: "import."))
      #expect(next.entries.map(\.id) == [1] && next.nextPageToken.isEmpty)
      let others: [ListAuditEntriesRequest] = [
        .init(pageToken: token), .init(pageToken: token, actorUserID: 1, action: "import."),
        .init(pageToken: token, action: "import.", targetTable: "imports"),
        .init(pageToken: token, action: "import.", from: ProtobufTimestamp(seconds: 1)), .init(pageToken: "x", action: "import."),
      ]
      for other in others {
        try await expectFailure(.invalidArgument, .pageTokenInvalid) { try await h.audit.listAuditEntries(other) }
      }
    }
  }

  @Test func fieldsOutOfRangeAreRefused() async throws {
    try await Harness.run { h in
      let long = String(repeating: "ż", count: 51)
      try await expectInvalid("actor_user_id", "action", "target_table", "target_id") {
        try await h.audit.listAuditEntries(
          ListAuditEntriesRequest(actorUserID: -1, action: long, targetTable: long, targetID: -1))
      }
      try await expectInvalid("target_id") { try await h.audit.listAuditEntries(ListAuditEntriesRequest(targetID: 1)) }
      try await expectInvalid("page_size") { try await h.audit.listAuditEntries(ListAuditEntriesRequest(pageSize: -1)) }
      let wrong = [
        ProtobufTimestamp(seconds: .max), ProtobufTimestamp(seconds: .min), ProtobufTimestamp(seconds: 0, nanos: -1),
        ProtobufTimestamp(seconds: 0, nanos: 1_000_000_000), ProtobufTimestamp(seconds: 253_402_300_800),
      ]
      for time in wrong {
        try await expectInvalid("from", "until") {
          try await h.audit.listAuditEntries(ListAuditEntriesRequest(from: time, until: time))
        }
      }
    }
  }

  @Test func onlyAdminsRead() async throws {
    try await Harness.run { h in
      let learner = try h.addLearner()
      try await expectFailure(.permissionDenied, .adminRequired) {
        try await h.audit.listAuditEntries(ListAuditEntriesRequest(), options: .asLearner(learner))
      }
      try await expectFailure(.unauthenticated, .credentialsMissing) {
        try await h.audit.listAuditEntries(ListAuditEntriesRequest(), options: .asNobody)
      }
    }
  }
}
