import FiszkaAPI
import FiszkaDomain
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct UploadImportChunkTests {
  private func chunk(_ id: Int64, _ offset: Int64, _ text: String) -> UploadImportChunkRequest {
    UploadImportChunkRequest(importID: id, offset: offset, data: Array(text.utf8))
  }

  @Test func aChunkAgainHasTheEffectOfOnce() async throws {
    try await Harness.run { h in
      let id = try await h.create("dog;")
      #expect(try await h.imports.uploadImportChunk(chunk(id, 4, "pies\n")).receivedBytes == 9)
      #expect(try await h.imports.uploadImportChunk(chunk(id, 4, "pies\n")).receivedBytes == 9)
      #expect(try await h.imports.uploadImportChunk(chunk(id, 0, "do")).receivedBytes == 9)
      #expect(try await h.imports.uploadImportChunk(chunk(id, 8, "\ncat;kot\n")).receivedBytes == 17)
      let finished = try await h.imports.finishImportUpload(.of(id, Array("dog;pies\ncat;kot\n".utf8)))
      #expect(finished.record?.totalRows == 2)
    }
  }

  @Test func otherBytesInTheSamePlaceAreRefusedAndNothingIsMixed() async throws {
    try await Harness.run { h in
      let id = try await h.create("dog;pies\n")
      for (offset, text, first) in [(Int64(0), "cat;", "0"), (4, "piec", "7"), (8, "ę\ncat;kot\n", "8")] {
        let metadata = try await expectFailure(.failedPrecondition, .importChunkDiffers) {
          try await h.imports.uploadImportChunk(chunk(id, offset, text))
        }
        #expect(metadata == ["import_id": "\(id)", "offset": first])
      }
      #expect(try await h.record(id).receivedBytes == 9)
      #expect(try await h.imports.finishImportUpload(.of(id, Array("dog;pies\n".utf8))).record?.totalRows == 1)
    }
  }

  @Test func aLongChunkIsComparedToItsEnd() async throws {
    try await Harness.run { h in
      var file = [UInt8](repeating: UInt8(ascii: "a"), count: 200_000)
      let id = try await h.create(file)
      #expect(
        try await h.imports.uploadImportChunk(UploadImportChunkRequest(importID: id, data: file)).receivedBytes == 200_000)
      file[199_999] = UInt8(ascii: "b")
      let metadata = try await expectFailure(.failedPrecondition, .importChunkDiffers) {
        try await h.imports.uploadImportChunk(UploadImportChunkRequest(importID: id, data: file))
      }
      #expect(metadata["offset"] == "199999")
    }
  }

  @Test func aGapIsToldWithWhereToGoOn() async throws {
    try await Harness.run { h in
      let id = try await h.create("dog;")
      let metadata = try await expectFailure(.outOfRange, .importOffsetBeyondEnd) {
        try await h.imports.uploadImportChunk(chunk(id, 5, "x"))
      }
      #expect(metadata == ["received_bytes": "4"])
      try await expectFailure(.outOfRange, .importOffsetBeyondEnd) {
        try await h.imports.uploadImportChunk(chunk(id, .max, "x"))
      }
    }
  }

  @Test func fieldsOutOfRangeAreRefused() async throws {
    try await Harness.run { h in
      try await expectInvalid("import_id", "offset", "data") { try await h.imports.uploadImportChunk(chunk(0, -1, "")) }
      let id = try await h.create("")
      try await expectInvalid("data") {
        try await h.imports.uploadImportChunk(
          UploadImportChunkRequest(importID: id, data: [UInt8](repeating: 0x61, count: 1 << 20 + 1)))
      }
    }
  }

  @Test func noImportIsNotFound() async throws {
    try await Harness.run { h in
      let metadata = try await expectFailure(.notFound, .importNotFound) {
        try await h.imports.uploadImportChunk(chunk(99, 0, "x"))
      }
      #expect(metadata == ["import_id": "99"])
    }
  }

  @Test func afterTheEndNothingIsTaken() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\n")
      let metadata = try await expectFailure(.failedPrecondition, .importUploadFinished) {
        try await h.imports.uploadImportChunk(chunk(id, 9, "x"))
      }
      #expect(metadata == ["import_id": "\(id)"])
    }
  }

  @Test func aFileBeyondTheLimitIsRefused() async throws {
    try await Harness.run(.init(limits: ImportLimits(maximumFileBytes: 8))) { h in
      let id = try await h.create("dog;pies")
      let metadata = try await expectFailure(.resourceExhausted, .importFileTooLarge) {
        try await h.imports.uploadImportChunk(chunk(id, 8, "\n"))
      }
      #expect(metadata == ["limit_bytes": "8"])
    }
  }

  @Test func aFullDiskIsToldAndNothingCounts() async throws {
    try await Harness.run(.init(files: { FaultyFiles($0, failure: .full) })) { h in
      let id = try await h.create("")
      try await expectFailure(.resourceExhausted, .storageFull) { try await h.imports.uploadImportChunk(chunk(id, 0, "x")) }
      #expect(try await h.record(id).receivedBytes == 0)
    }
  }

  @Test func manyChunksAtOnceLeaveAFileThatCanBeFinished() async throws {
    try await Harness.run { h in
      let id = try await h.create("")
      let file = (0..<64).map { "word\($0);slowo\($0)\n" }.joined()
      await withTaskGroup(of: Void.self) { group in
        for length in 1...8 {
          group.addTask {
            // Some are refused because another is being written: what counts is what is left behind.
            _ = try? await h.imports.uploadImportChunk(
              UploadImportChunkRequest(importID: id, offset: 0, data: Array(file.utf8.prefix(length * 100))))
          }
        }
      }
      let received = try await h.record(id).receivedBytes
      #expect(received >= 100 && received % 100 == 0)
      _ = try await h.imports.uploadImportChunk(
        UploadImportChunkRequest(importID: id, offset: received, data: Array(file.utf8.dropFirst(Int(received)))))
      #expect(try await h.imports.finishImportUpload(.of(id, Array(file.utf8))).record?.totalRows == 64)
    }
  }
}
