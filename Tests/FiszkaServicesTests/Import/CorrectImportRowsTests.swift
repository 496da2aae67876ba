import FiszkaAPI
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct CorrectImportRowsTests {
  private func correct(_ h: Harness, _ id: Int64, _ corrections: ImportRowCorrection...) async throws
    -> CorrectImportRowsResponse
  {
    try await h.imports.correctImportRows(CorrectImportRowsRequest(importID: id, corrections: corrections))
  }

  @Test func whatIsAbsentStaysAndTheRestIsCheckedAgain() async throws {
    try await Harness.run { h in
      let id = try await h.staged("english;polish;tags\n;pies;a, b\ncat;kot;c\n")
      let answer = try await correct(
        h, id, ImportRowCorrection(rowNumber: 2, tags: ImportRowTags()),
        ImportRowCorrection(rowNumber: 1, english: "  dog "))
      #expect(answer.rows.map(\.rowNumber) == [2, 1])
      #expect(answer.rows[0].tags.isEmpty && answer.rows[0].polish == "kot")
      #expect(answer.rows[1].english == "dog" && answer.rows[1].valid && answer.rows[1].tags == ["a", "b"])
      #expect(answer.record?.errorRows == 0 && answer.record?.correctedRows == 2)
      #expect(try await h.rows(id).map(\.corrected) == [true, true])
    }
  }

  @Test func aRowMayComeOutInvalid() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\n")
      let answer = try await correct(
        h, id, ImportRowCorrection(rowNumber: 1, english: String(repeating: "a", count: 256)))
      #expect(answer.rows[0].errors.map(\.code) == [.fieldTooLong] && answer.rows[0].errors[0].field == .english)
      #expect(answer.record?.errorRows == 1)
    }
  }

  @Test func aFailedImportIsPreviewedAgainAndCanBeCommitted() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\n;a\n;b\n")
      try await expectFailure(.failedPrecondition, .importTooManyInvalidRows) { try await h.commit(id) }
      #expect(try await h.record(id).status == .failed)
      #expect(try await correct(h, id, ImportRowCorrection(rowNumber: 2, english: "x")).record?.status == .previewed)
      #expect(try await h.commit(id).result?.insertedItems == 2)
    }
  }

  @Test func oneMissingRowRefusesAll() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\n")
      let metadata = try await expectFailure(.notFound, .importRowNotFound) {
        try await correct(
          h, id, ImportRowCorrection(rowNumber: 1, english: "x"), ImportRowCorrection(rowNumber: 2, english: "y"))
      }
      #expect(metadata == ["import_id": "\(id)", "row_number": "2", "total_rows": "1"])
      #expect(try await h.rows(id)[0].english == "dog")
    }
  }

  @Test func fieldsOutOfRangeAreRefused() async throws {
    try await Harness.run { h in
      try await expectInvalid("import_id", "corrections") { try await correct(h, 0) }
      try await expectInvalid(
        "corrections[0].english", "corrections[0].tags.tags[0]", "corrections[0].tags.tags[1]", "corrections[1].row_number"
      ) {
        try await correct(
          h, 1,
          ImportRowCorrection(
            rowNumber: 1, english: String(repeating: "a", count: 1_001), tags: ImportRowTags(tags: ["a;b", " "])),
          ImportRowCorrection(rowNumber: 1))
      }
    }
  }

  @Test func correctionsThatWouldFillTheAnswerAreRefusedBeforeTheyAreWritten() async throws {
    try await Harness.run { h in
      let id = try await h.staged((1...500).map { "word\($0);słowo\n" }.joined())
      let long = String(repeating: "ż", count: 1_000)
      let corrections = (1...500).map { ImportRowCorrection(rowNumber: Int64($0), example: long) }
      try await expectInvalid("corrections") {
        try await h.imports.correctImportRows(CorrectImportRowsRequest(importID: id, corrections: corrections))
      }
      #expect(try await h.record(id).correctedRows == 0)
    }
  }

  @Test func whatIsUnfinishedMissingOrCommittedCannotBeCorrected() async throws {
    try await Harness.run { h in
      let change = ImportRowCorrection(rowNumber: 1, english: "x")
      try await expectFailure(.notFound, .importNotFound) { try await correct(h, 99, change) }
      let unfinished = try await h.create("dog;pies\n")
      try await expectFailure(.failedPrecondition, .importUploadNotFinished) { try await correct(h, unfinished, change) }
      let committed = try await h.staged("dog;pies\n")
      _ = try await h.commit(committed)
      try await expectFailure(.failedPrecondition, .importCommitted) { try await correct(h, committed, change) }
    }
  }

  @Test func manyCorrectionsAtOnceAllCount() async throws {
    try await Harness.run { h in
      let id = try await h.staged((1...4).map { "word\($0);słowo\n" }.joined())
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 1...4 {
          group.addTask {
            _ = try await correct(h, id, ImportRowCorrection(rowNumber: Int64(number), english: "new\(number)"))
          }
        }
        try await group.waitForAll()
      }
      #expect(try await h.rows(id).map(\.english) == ["new1", "new2", "new3", "new4"])
      #expect(try await h.record(id).correctedRows == 4)
    }
  }
}
