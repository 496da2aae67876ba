import FiszkaAPI
import FiszkaSecurity
import Testing

@testable import FiszkaServices

@Suite struct ImportPathTests {
  private static let file = "angielski;polski;tagi\ndog;pies;animals\ncat;kot;animals, pets\nred;czerwony;\n;pusty;\ndog;Pies;\n"

  @Test func aFileGoesFromUploadToLesson() async throws {
    try await Harness.run { h in
      let bytes = Array(Self.file.utf8)
      let created = try await h.imports.createImport(
        CreateImportRequest(filename: "words.csv", target: .newLesson("  Animals "))
      ).record!
      #expect(created.status == .uploaded && !created.uploadComplete && created.receivedBytes == 0)
      #expect(created.target == .newLesson("Animals"))
      let id = created.id
      let chunk = try await h.imports.uploadImportChunk(
        UploadImportChunkRequest(importID: id, offset: 0, data: Array(bytes[..<20])))
      #expect(chunk.receivedBytes == 20)
      _ = try await h.imports.uploadImportChunk(
        UploadImportChunkRequest(importID: id, offset: 10, data: Array(bytes[10...])))
      let finished = try await h.imports.finishImportUpload(.of(id, bytes))
      #expect(finished.record?.totalRows == 5 && finished.record?.errorRows == 1)
      #expect(finished.record?.sha256 == SHA256.digest(bytes))
      #expect(finished.reading?.delimiter == .semicolon && finished.reading?.header == .present)
      #expect(finished.reading?.columns.map(\.field) == [.english, .polish, .tags])
      #expect(finished.reading?.columns.map(\.column) == [1, 2, 3])

      let preview = try await h.imports.previewImport(PreviewImportRequest(importID: id))
      #expect(preview.record?.status == .previewed)
      #expect(preview.rows.map(\.english) == ["dog", "cat", "red", "", "dog"])
      #expect(preview.rows[1].tags == ["animals", "pets"])
      #expect(preview.rows[3].errors.map(\.code) == [.englishEmpty] && !preview.rows[3].valid)
      #expect(preview.nextPageToken.isEmpty)

      let committed = try await h.commit(id)
      #expect(committed.status == .committed)
      let result = try #require(committed.result)
      #expect(result.lessonCreated && result.insertedItems == 3 && result.duplicateRows == 1 && result.errorRows == 1)
      let items = try await h.lessons.listItems(ListItemsRequest(lessonID: result.lessonID)).items
      #expect(items.map(\.polish) == ["pies", "kot", "czerwony"])
      let lesson = try await h.lessons.getLesson(GetLessonRequest(lessonID: result.lessonID)).lesson
      #expect(lesson?.title == "Animals" && lesson?.itemCount == 3 && lesson?.ownerUserID == 1)
      #expect(
        try h.texts("SELECT action FROM audit_logs ORDER BY id") == ["import.create", "import.commit"])
      #expect(h.leftovers.all.isEmpty)
      #expect(try h.rawFiles.isEmpty)
    }
  }

  @Test func theSameFileTwiceGivesTwoImports() async throws {
    try await Harness.run { h in
      let first = try await h.staged("dog;pies\n")
      let second = try await h.staged("dog;pies\n")
      #expect(first != second)
      let lesson = try await h.commit(first).result!.lessonID
      let result = try await h.commit(second, target: .lesson(lesson)).result!
      #expect(result.insertedItems == 0 && result.duplicateRows == 1 && !result.lessonCreated)
    }
  }
}
