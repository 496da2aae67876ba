import CommonProto
import FiszkaAPI
import FiszkaDomain
import TTRPC
import Testing

@testable import FiszkaServices

@Suite struct ImportInUseTests {
  @Test func whileOneCallReadsOthersAreToldToComeAgain() async throws {
    let gate = GatedFiles.Gate()
    try await Harness.run(.init(files: { GatedFiles(files: $0, gate: gate) })) { h in
      let file = Array("dog;pies\n".utf8)
      let id = try await h.create(file)
      async let reading = h.imports.finishImportUpload(.of(id, file))
      await gate.waitUntilReached()
      let metadata = try await expectFailure(.unavailable, .importInUse) {
        try await h.imports.finishImportUpload(.of(id, file))
      }
      #expect(metadata == ["import_id": "\(id)"])
      try await expectFailure(.unavailable, .importInUse) {
        try await h.imports.uploadImportChunk(UploadImportChunkRequest(importID: id, offset: 9, data: [0x61]))
      }
      try await expectFailure(.unavailable, .importInUse) { try await h.rows(id) }
      try await expectFailure(.unavailable, .importInUse) {
        try await h.imports.correctImportRows(
          CorrectImportRowsRequest(importID: id, corrections: [ImportRowCorrection(rowNumber: 1)]))
      }
      try await expectFailure(.unavailable, .importInUse) { try await h.commit(id) }
      try await expectFailure(.unavailable, .importInUse) {
        try await h.imports.undoImport(UndoImportRequest(importID: id))
      }
      try await expectFailure(.unavailable, .importInUse) {
        try await h.imports.discardImport(DiscardImportRequest(importID: id))
      }
      #expect(try await h.record(id).uploadComplete == false)
      gate.open()
      #expect(try await reading.record?.totalRows == 1)
      #expect(try await h.commit(id).status == .committed)
    }
  }

  @Test func aCommitWaitsForARunningOne() throws {
    let holds = ImportHolds()
    // The second body runs only after the first has ended, or this would be refused.
    try holds.hold(1, for: .committing, limit: .none) {
      #expect(throws: StoreError.interrupted(.deadlineExceeded)) {
        try holds.hold(1, for: .committing, limit: WorkLimit { .deadlineExceeded }) {}
      }
      #expect(throws: ImportFailure.self) { try holds.hold(1, for: .undoing, limit: .none) {} }
      try holds.hold(2, for: .discarding, limit: .none) {}
    }
    try holds.hold(1, for: .undoing, limit: .none) {}
  }

  @Test func aCallThatLostEveryRaceIsToldToComeAgain() async throws {
    try await Harness.run { h in
      let id = try await h.staged("dog;pies\n")
      let ports = h.ports
      var tries = 0
      #expect(throws: ImportFailure.self) {
        try ports.deciding(on: id, limit: .none) { _ in
          tries += 1
          throw StoreError.changed
        }
      }
      #expect(tries == 5)
    }
  }

  @Test func inUseTellsWhenToTryAgain() throws {
    let error = RPCError(ImportFailure.inUse, about: .importID(4))
    #expect(try error.detail(RetryInfo.self)?.retryDelay == ProtobufDuration(seconds: 1))
  }
}
