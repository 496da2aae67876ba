import FiszkaAPI
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct PreviewImportTests {
  @Test func pagesGoOnWhereTheLastOneEnded() async throws {
    try await Harness.run { h in
      let id = try await h.staged((1...7).map { "word\($0);słowo\n" }.joined())
      var numbers: [[Int64]] = []
      var token = ""
      repeat {
        let page = try await h.imports.previewImport(
          PreviewImportRequest(importID: id, pageSize: 3, pageToken: token))
        numbers.append(page.rows.map(\.rowNumber))
        token = page.nextPageToken
      } while !token.isEmpty
      #expect(numbers == [[1, 2, 3], [4, 5, 6], [7]])
    }
  }

  @Test func withoutSizeFiftyRowsComeAndNeverMoreThanFiveHundred() async throws {
    try await Harness.run { h in
      let id = try await h.staged((1...501).map { "word\($0);słowo\n" }.joined())
      #expect(try await h.rows(id).count == 50)
      let page = try await h.imports.previewImport(PreviewImportRequest(importID: id, pageSize: 1_000))
      #expect(page.rows.count == 500 && !page.nextPageToken.isEmpty)
    }
  }

  @Test func filtersChooseRows() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\n;kot\ncat;\nred;czerwony\n")
      #expect(try await h.rows(id, filter: .invalid).map(\.rowNumber) == [2])
      let problems = try await h.rows(id, filter: .problem)
      #expect(problems.map(\.rowNumber) == [2, 3])
      #expect(problems[1].warnings.map(\.code) == [.polishEmpty] && problems[1].valid)
    }
  }

  @Test func largeRowsMakeSmallerPages() async throws {
    try await Harness.run { h in
      let long = String(repeating: "ż", count: 1_900)
      let id = try await h.finish(
        Array((1...300).map { "\(long);\(long);\(long) \($0)\n" }.joined().utf8.prefix(1 << 20))
      ).record!.id
      var token = ""
      var count = 0
      repeat {
        let page = try await h.imports.previewImport(
          PreviewImportRequest(importID: id, pageSize: 500, pageToken: token))
        #expect(try page.encodedByteCount() < 1 << 20)
        #expect(page.rows.allSatisfy { $0.english.unicodeScalars.count == 1_000 && !$0.valid })
        count += page.rows.count
        token = page.nextPageToken
      } while !token.isEmpty
      #expect(try await h.record(id).totalRows == Int64(count))
    }
  }

  @Test func onlyTheFirstLookChangesTheStatus() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\n")
      #expect(try await h.record(id).status == .uploaded)
      let first = try await h.imports.previewImport(PreviewImportRequest(importID: id))
      #expect(first.record?.status == .previewed)
      _ = try await h.commit(id)
      let later = try await h.imports.previewImport(PreviewImportRequest(importID: id))
      #expect(later.record?.status == .committed && later.rows.count == 1)
    }
  }

  @Test func aTokenOfAnotherListIsRefused() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\ncat;kot\n")
      let other = try await h.staged("dog;pies\ncat;kot\n")
      let token = try await h.imports.previewImport(PreviewImportRequest(importID: id, pageSize: 1)).nextPageToken
      for wrong in [
        PreviewImportRequest(importID: other, pageToken: token),
        PreviewImportRequest(importID: id, pageToken: token, filter: .invalid),
        PreviewImportRequest(importID: id, pageToken: "nonsense"),
      ] {
        try await expectFailure(.invalidArgument, .pageTokenInvalid) { try await h.imports.previewImport(wrong) }
      }
    }
  }

  @Test func fieldsOutOfRangeAreRefused() async throws {
    try await Harness.run { h in
      try await expectInvalid("import_id", "filter") {
        try await h.imports.previewImport(PreviewImportRequest(importID: 0, filter: .unrecognized(7)))
      }
      try await expectInvalid("page_size") {
        try await h.imports.previewImport(PreviewImportRequest(importID: 1, pageSize: -1))
      }
    }
  }

  @Test func beforeTheUploadIsFinishedThereIsNothingToSee() async throws {
    try await Harness.run { h in
      let id = try await h.create("dog;pies\n")
      let metadata = try await expectFailure(.failedPrecondition, .importUploadNotFinished) { try await h.rows(id) }
      #expect(metadata == ["import_id": "\(id)", "received_bytes": "9"])
      try await expectFailure(.notFound, .importNotFound) { try await h.rows(99) }
    }
  }
}
