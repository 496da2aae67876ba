import FiszkaAPI
import FiszkaDomain
import FiszkaSecurity
import Glibc
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct FinishImportUploadTests {
  @Test func againGivesTheSameAnswer() async throws {
    try await Harness.run { h in
      let file = Array("dog;pies\n".utf8)
      let first = try await h.finish(file)
      let id = first.record!.id
      #expect(try await h.imports.finishImportUpload(.of(id, file)) == first)
      #expect(try await h.imports.finishImportUpload(.of(id, file, reading: ImportReadingOptions())) == first)
      let committed = try await h.commit(id)
      #expect(try await h.imports.finishImportUpload(.of(id, file)).record == committed)
    }
  }

  @Test func otherOptionsReadTheFileAnewAndDropCorrections() async throws {
    try await Harness.run { h in
      let file = Array("dog;pies\ncat;kot\n".utf8)
      let id = try await h.finish(file).record!.id
      _ = try await h.imports.correctImportRows(
        CorrectImportRowsRequest(importID: id, corrections: [ImportRowCorrection(rowNumber: 1, english: "hound")]))
      _ = try await h.rows(id)
      let options = ImportReadingOptions(
        header: .absent, columns: [ColumnMapping(column: 2, field: .english), ColumnMapping(column: 1, field: .polish)])
      let again = try await h.imports.finishImportUpload(.of(id, file, reading: options))
      #expect(again.droppedCorrections == 1 && again.record?.status == .uploaded && again.record?.correctedRows == 0)
      #expect(again.reading?.options?.header == .absent)
      #expect(again.reading?.options?.columns.map(\.field) == [.english, .polish])
      #expect(try await h.rows(id).map(\.english) == ["pies", "kot"])
    }
  }

  @Test func aReadingThatFailsLeavesTheOneBefore() async throws {
    try await Harness.run { h in
      let file = Array("dog;pies\n".utf8)
      let id = try await h.finish(file).record!.id
      let before = try await h.record(id)
      try await expectFailure(.invalidArgument, .importJsonMalformed) {
        try await h.imports.finishImportUpload(.of(id, file, reading: ImportReadingOptions(format: .json)))
      }
      try await expectFailure(.invalidArgument, .importFileNoRows) {
        try await h.imports.finishImportUpload(.of(id, file, reading: ImportReadingOptions(header: .present)))
      }
      try await expectInvalid("reading.columns") {
        try await h.imports.finishImportUpload(
          .of(id, file, reading: ImportReadingOptions(columns: [ColumnMapping(column: 9, field: .english)])))
      }
      #expect(try await h.record(id) == before)
      #expect(try await h.rows(id).map(\.english) == ["dog"])
    }
  }

  @Test func aCommittedImportIsNotReadAgain() async throws {
    try await Harness.run { h in
      let file = Array("dog;pies\n".utf8)
      let id = try await h.finish(file).record!.id
      let lesson = try await h.commit(id).result!.lessonID
      let metadata = try await expectFailure(.failedPrecondition, .importCommitted) {
        try await h.imports.finishImportUpload(.of(id, file, reading: ImportReadingOptions(header: .absent)))
      }
      #expect(metadata == ["import_id": "\(id)", "lesson_id": "\(lesson)"])
    }
  }

  @Test func wrongSizeAndHashAreTold() async throws {
    try await Harness.run { h in
      let file = Array("dog;pies\n".utf8)
      let id = try await h.create(file)
      let size = try await expectFailure(.invalidArgument, .importSizeMismatch) {
        try await h.imports.finishImportUpload(
          FinishImportUploadRequest(importID: id, sizeBytes: 10, sha256: SHA256.digest(file)))
      }
      #expect(size == ["size_bytes": "10", "received_bytes": "9"])
      let wrong = FinishImportUploadRequest(importID: id, sizeBytes: 9, sha256: SHA256.digest([]))
      let hash = try await expectFailure(.invalidArgument, .importHashMismatch) {
        try await h.imports.finishImportUpload(wrong)
      }
      #expect(hash == ["received_sha256": SHA256.digest(file).hexadecimal])
      _ = try await h.imports.finishImportUpload(.of(id, file))
      let later = try await expectFailure(.invalidArgument, .importHashMismatch) {
        try await h.imports.finishImportUpload(wrong)
      }
      #expect(later == hash)
    }
  }

  @Test func fieldsOutOfRangeAreRefused() async throws {
    try await Harness.run { h in
      try await expectInvalid("import_id", "size_bytes", "sha256") {
        try await h.imports.finishImportUpload(FinishImportUploadRequest(importID: 0, sizeBytes: -1, sha256: [1]))
      }
    }
  }

  @Test func columnsCountFromOneAndAMappingNeedsEnglish() async throws {
    try await Harness.run { h in
      let file = Array("dog;pies\n".utf8)
      let id = try await h.create(file)
      func finish(_ columns: ColumnMapping...) async throws -> [FiszkaAPI.ImportRow] {
        let reading = ImportReadingOptions(header: .absent, columns: columns)
        _ = try await h.imports.finishImportUpload(.of(id, file, reading: reading))
        return try await h.rows(id)
      }
      #expect(try await finish(ColumnMapping(column: 1, field: .english)).map(\.english) == ["dog"])
      #expect(try await finish(ColumnMapping(column: 2, field: .english)).map(\.english) == ["pies"])
      try await expectInvalid("reading.columns") { try await finish(ColumnMapping(column: 1, field: .polish)) }
      let error = await #expect(throws: RPCError.self) { try await finish(ColumnMapping(column: 3, field: .english)) }
      #expect(error?.code == .invalidArgument && error?.message.contains("none is number 3, counted from 1") == true)
    }
  }

  @Test func noImportIsNotFound() async throws {
    try await Harness.run { h in
      try await expectFailure(.notFound, .importNotFound) { try await h.imports.finishImportUpload(.of(99, [])) }
    }
  }

  private static let unreadable: [([UInt8], ErrorReason)] = [
    ([], .importFileEmpty),
    (Array(" \r\n\t\n".utf8), .importFileEmpty),
    ([0xEF, 0xBB, 0xBF], .importFileEmpty),
    (Array("english;polish\n".utf8), .importFileNoRows),
    (Array("[]".utf8), .importFileNoRows),
    ([0x50, 0x4B, 0x03, 0x04] + [UInt8](repeating: 0xA7, count: 200), .importFileBinary),
    (Array("dog;pies\ncat\u{0};kot\n".utf8), .importFileBinary),
    (Array("dog;".utf8) + (0..<200).map { UInt8(0x80 + $0 % 32) }, .importEncodingUnreadable),
    (Array("polish;example\npies;a\n".utf8), .importColumnsUnknown),
    (Array(#"[{"english":"dog","polish":"pies"},{"english":"c"#.utf8), .importJsonMalformed),
  ]

  @Test(arguments: unreadable)
  func aFileThatCannotBeReadIsRefusedAndNothingWritten(_ file: [UInt8], _ reason: ErrorReason) async throws {
    try await Harness.run { h in
      let id = try await h.create(file)
      let before = try await h.record(id)
      try await expectFailure(.invalidArgument, reason) { try await h.imports.finishImportUpload(.of(id, file)) }
      #expect(try await h.record(id) == before)
      #expect(try h.number("SELECT count(*) FROM import_rows") == 0)
    }
  }

  /// "łąka;pies\nświat;kot\n" in each encoding.
  private static let encodings: [(FiszkaAPI.TextEncoding, Bool, [UInt8])] = [
    (.utf8, false, Array("łąka;pies\nświat;kot\n".utf8)),
    (.utf8, true, [0xEF, 0xBB, 0xBF] + Array("łąka;pies\nświat;kot\n".utf8)),
    (.utf16le, true, [0xFF, 0xFE] + "łąka;pies\nświat;kot\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
    (.utf16be, true, [0xFE, 0xFF] + "łąka;pies\nświat;kot\n".utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }),
    (.windows1250, false, [0xB3, 0xB9] + Array("ka;pies\n".utf8) + [0x9C] + Array("wiat;kot\n".utf8)),
    (.iso88592, false, [0xB3, 0xB1] + Array("ka;pies\n".utf8) + [0xB6] + Array("wiat;kot\n".utf8)),
  ]

  @Test(arguments: encodings)
  func everyEncodingIsGuessedAndShown(_ encoding: FiszkaAPI.TextEncoding, _ mark: Bool, _ file: [UInt8]) async throws {
    try await Harness.run { h in
      let finished = try await h.finish(file)
      #expect(finished.reading?.encoding == encoding)
      #expect(finished.reading?.byteOrderMark == mark)
      let rows = try await h.rows(finished.record!.id)
      #expect(rows.flatMap { [$0.english, $0.polish] }.sorted() == ["kot", "pies", "łąka", "świat"])
    }
  }

  @Test func jsonIsReadAndShownWithItsKeys() async throws {
    try await Harness.run { h in
      let finished = try await h.finish(
        Array(#"[{"angielski":"dog","polski":"pies"},{"polski":"kot","angielski":"cat","x":1}]"#.utf8))
      #expect(finished.reading?.format == .json && finished.reading?.delimiter == .unspecified)
      #expect(finished.reading?.columns.map(\.name) == ["angielski", "polski", "x"])
      #expect(finished.reading?.columns.map(\.field) == [.english, .polish, .unspecified])
      #expect(finished.reading?.columns.allSatisfy { $0.column == 0 } == true)
      #expect(finished.record?.totalRows == 2)
    }
  }

  @Test func manyRowsAreStagedInBatchesInOrder() async throws {
    try await Harness.run { h in
      let file = (1...5_001).map { "word\($0);słowo\($0)\n" }.joined()
      let id = try await h.staged(file)
      #expect(try await h.record(id).totalRows == 5_001)
      #expect(try h.number("SELECT max(row_number) FROM import_rows") == 5_001)
      #expect(try await h.commit(id).result?.insertedItems == 5_001)
    }
  }

  @Test func aFileThatIsGoneIsDamage() async throws {
    try await Harness.run { h in
      let file = Array("dog;pies\n".utf8)
      let id = try await h.create(file)
      try #require(unlink("\(h.folder)/imports/\(id)") == 0)
      try await expectFailure(.dataLoss, .storageCorrupt) { try await h.imports.finishImportUpload(.of(id, file)) }
    }
  }
}
