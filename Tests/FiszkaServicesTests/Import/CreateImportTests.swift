import FiszkaAPI
import FiszkaDomain
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct CreateImportTests {
  @Test func theFirstBytesMayComeAtOnce() async throws {
    try await Harness.run { h in
      let record = try await h.record(try await h.create("dog;pies\n"))
      #expect(record.receivedBytes == 9 && record.filename == "words.csv" && record.uploadedBy == 1)
      #expect(record.sha256.isEmpty && record.result == nil && record.createdAt != nil)
    }
  }

  @Test func fieldsOutOfRangeAreNamedAllAtOnce() async throws {
    try await Harness.run { h in
      try await expectInvalid("filename", "reading.encoding", "reading.columns[0].field", "reading.columns", "target.lesson_id") {
        try await h.imports.createImport(
          CreateImportRequest(
            filename: " ",
            reading: ImportReadingOptions(
              encoding: .unrecognized(99), columns: [ColumnMapping(column: 1, field: .unrecognized(9))]),
            target: .lesson(0)))
      }
      #expect(try h.number("SELECT count(*) FROM imports") == 0)
    }
  }

  @Test(arguments: [
    ("a\nb.csv", "filename"), (String(repeating: "ż", count: 256), "filename"), ("a\u{0}.csv", "filename"),
  ])
  func aNameThatIsNoLabelIsRefused(_ name: String, _ field: String) async throws {
    try await Harness.run { h in
      try await expectInvalid(field) { try await h.imports.createImport(CreateImportRequest(filename: name)) }
    }
  }

  @Test func optionsOfOneFormatOnlyAreRefusedForTheOther() async throws {
    try await Harness.run { h in
      try await expectInvalid("reading.delimiter", "reading.header") {
        try await h.imports.createImport(
          CreateImportRequest(
            filename: "a", reading: ImportReadingOptions(format: .json, delimiter: .tab, header: .absent)))
      }
      try await expectInvalid("reading.columns[0]", "reading.columns[2].field") {
        try await h.imports.createImport(
          CreateImportRequest(
            filename: "a",
            reading: ImportReadingOptions(columns: [
              ColumnMapping(field: .polish), ColumnMapping(column: 1, field: .english), ColumnMapping(column: 2, field: .english),
            ])))
      }
    }
  }

  @Test func aTargetWithoutLessonIsRefused() async throws {
    try await Harness.run { h in
      try await expectInvalid("target") {
        try await h.imports.createImport(CreateImportRequest(filename: "a", target: FiszkaAPI.ImportTarget()))
      }
      try await expectInvalid("target.new_lesson_title") {
        try await h.imports.createImport(CreateImportRequest(filename: "a", target: .newLesson("  ")))
      }
    }
  }

  @Test func aTargetThatIsNotThereIsToldById() async throws {
    try await Harness.run { h in
      let metadata = try await expectFailure(.notFound, .lessonNotFound) {
        try await h.create("", target: .lesson(99))
      }
      #expect(metadata == ["lesson_id": "99"])
    }
  }

  @Test func aTargetOfAnotherAccountIsDenied() async throws {
    try await Harness.run { h in
      let learner = try h.addLearner()
      let lesson = try await h.commit(try await h.staged("dog;pies\n")).result!.lessonID
      let metadata = try await expectFailure(.permissionDenied, .notOwner) {
        try await h.create("", target: .lesson(lesson), options: .asLearner(learner))
      }
      #expect(metadata == ["resource": "lesson", "id": "\(lesson)"])
    }
  }

  @Test func contentBeyondOneChunkIsRefused() async throws {
    try await Harness.run { h in
      try await expectInvalid("content") { try await h.create([UInt8](repeating: 0x61, count: 1 << 20 + 1)) }
    }
  }

  @Test func contentBeyondTheFileLimitIsRefused() async throws {
    try await Harness.run(.init(limits: ImportLimits(maximumFileBytes: 8))) { h in
      let metadata = try await expectFailure(.resourceExhausted, .importFileTooLarge) { try await h.create("dog;pies\n") }
      #expect(metadata == ["limit_bytes": "8"])
      #expect(try h.number("SELECT count(*) FROM imports") == 0)
    }
  }

  @Test func anImportWhoseBytesCannotBeKeptDoesNotStay() async throws {
    try await Harness.run(.init(files: { FaultyFiles($0, failure: .full) })) { h in
      try await expectFailure(.resourceExhausted, .storageFull) { try await h.create("dog;pies\n") }
      #expect(try h.number("SELECT count(*) FROM imports") == 0)
      #expect(
        try h.texts("SELECT action FROM audit_logs ORDER BY id") == ["import.create", "import.discard"])
    }
  }

  @Test func nobodyCannotCreate() async throws {
    try await Harness.run { h in
      try await expectFailure(.unauthenticated, .credentialsMissing) { try await h.create("", options: .asNobody) }
    }
  }
}
