import FiszkaAPI
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct ListImportsTests {
  @Test func onesOwnImportsComeNewestFirst() async throws {
    try await Harness.run { h in
      let learner = try h.addLearner()
      let first = try await h.create("a")
      let foreign = try await h.create("a", options: .asLearner(learner))
      let second = try await h.staged("dog;pies\n")
      let all = try await h.imports.listImports(ListImportsRequest())
      #expect(all.imports.map(\.id) == [second, first] && all.nextPageToken.isEmpty)
      #expect(all.imports[0] == (try await h.record(second)))
      let theirs = try await h.imports.listImports(ListImportsRequest(), options: .asLearner(learner))
      #expect(theirs.imports.map(\.id) == [foreign])
    }
  }

  @Test func pagesAndStatusChoose() async throws {
    try await Harness.run { h in
      for _ in 0..<3 { _ = try await h.create("a") }
      _ = try await h.commit(try await h.staged("dog;pies\n"))
      let page = try await h.imports.listImports(ListImportsRequest(pageSize: 2, status: .uploaded))
      #expect(page.imports.map(\.id) == [3, 2])
      let next = try await h.imports.listImports(
        ListImportsRequest(pageSize: 2, pageToken: page.nextPageToken, status: .uploaded))
      #expect(next.imports.map(\.id) == [1] && next.nextPageToken.isEmpty)
      try await expectFailure(.invalidArgument, .pageTokenInvalid) {
        try await h.imports.listImports(ListImportsRequest(pageToken: page.nextPageToken))
      }
      try await expectInvalid("status") {
        try await h.imports.listImports(ListImportsRequest(status: .unrecognized(9)))
      }
      try await expectInvalid("page_size") { try await h.imports.listImports(ListImportsRequest(pageSize: -1)) }
    }
  }

  @Test func anImportIsReadByItsOwnerOnly() async throws {
    try await Harness.run { h in
      let learner = try h.addLearner()
      let id = try await h.staged("dog;pies\n", options: .asLearner(learner))
      let own = try await h.imports.getImport(GetImportRequest(importID: id), options: .asLearner(learner))
      #expect(own.record?.uploadedBy == learner && own.reading?.delimiter == .semicolon)
      #expect(try await h.imports.getImport(GetImportRequest(importID: id)) == own)
      try await expectFailure(.permissionDenied, .notOwner) {
        try await h.imports.getImport(GetImportRequest(importID: id + 1), options: .asLearner(learner))
      }
      try await expectFailure(.notFound, .importNotFound) { try await h.record(id + 1) }
      try await expectInvalid("import_id") { try await h.record(0) }
      let unfinished = try await h.imports.getImport(GetImportRequest(importID: try await h.create("a;b")))
      #expect(unfinished.reading == nil)
    }
  }
}
