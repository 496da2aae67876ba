import FiszkaAPI
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct DiscardImportTests {
  private func discard(_ h: Harness, _ id: Int64) async throws {
    _ = try await h.imports.discardImport(DiscardImportRequest(importID: id))
  }

  @Test func importRowsAndFileGo() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\n")
      #expect(try h.rawFiles == ["\(id)"])
      try await discard(h, id)
      #expect(try h.number("SELECT count(*) FROM imports") == 0)
      #expect(try h.number("SELECT count(*) FROM import_rows") == 0)
      #expect(try h.rawFiles.isEmpty)
      #expect(try h.texts("SELECT action FROM audit_logs ORDER BY id") == ["import.create", "import.discard"])
      try await expectFailure(.notFound, .importNotFound) { try await discard(h, id) }
      try await expectFailure(.notFound, .importNotFound) { try await h.record(id) }
    }
  }

  @Test func anUnfinishedUploadCanBeDiscarded() async throws {
    try await Harness.run { h in
      try await discard(h, try await h.create("dog"))
      #expect(try h.rawFiles.isEmpty)
    }
  }

  @Test func aCommittedImportStays() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\n")
      let lesson = try await h.commit(id).result!.lessonID
      let metadata = try await expectFailure(.failedPrecondition, .importCommitted) { try await discard(h, id) }
      #expect(metadata == ["import_id": "\(id)", "lesson_id": "\(lesson)"])
      try await expectInvalid("import_id") { try await discard(h, -1) }
    }
  }
}
