import FiszkaDomain
import Testing

struct ImportUploadRulesTests {
  private let limits = ImportLimits(maximumFileBytes: 100, maximumChunkBytes: 40)

  @Test(arguments: [
    (0, 0, 10, ImportRules.OnUploadChunk.append(skippedBytes: 0, receivedBytes: 10)),
    (10, 10, 40, .append(skippedBytes: 0, receivedBytes: 50)),
    (50, 20, 40, .append(skippedBytes: 30, receivedBytes: 60)),
    (50, 10, 40, .alreadyReceived),
    (50, 0, 40, .alreadyReceived),
    (50, 50, 0, .alreadyReceived),
    (50, 51, 10, .refuse(.offsetBeyondReceived(offset: 51, receivedBytes: 50))),
    (50, -1, 10, .refuse(.negativeNumber(field: "offset"))),
    (50, 50, 41, .refuse(.chunkTooLarge(bytes: 41, maximum: 40))),
    (70, 70, 30, .append(skippedBytes: 0, receivedBytes: 100)),
    (70, 70, 31, .refuse(.fileTooLarge(bytes: 101, maximum: 100))),
    (0, Int64.max, 40, .refuse(.offsetBeyondReceived(offset: .max, receivedBytes: 0))),
  ])
  func aChunkIsAppendedPassedOverOrRefused(
    received: Int64, offset: Int64, count: Int64, expected: ImportRules.OnUploadChunk
  ) {
    let item = makeImport(receivedBytes: received)
    #expect(ImportRules.uploadChunk(of: item, offset: offset, byteCount: count, limits: limits) == expected)
  }

  @Test func aChunkAfterTheEndIsRefused() {
    let item = makeImport(receivedBytes: 50, uploadComplete: true)
    let order = ImportRules.uploadChunk(of: item, offset: 0, byteCount: 10, limits: limits)
    #expect(order == .refuse(.uploadAlreadyComplete))
  }

  @Test func anUploadInterruptedAnywhereEndsWithTheSameBytes() {
    let file = (0..<97).map { UInt8($0) }
    var random = SeededGenerator(seed: 1)
    for _ in 0..<500 {
      var stored: [UInt8] = []
      while stored.count < file.count {
        let offset = Int.random(in: 0...stored.count, using: &random)
        let chunk = file[offset..<min(file.count, offset + Int.random(in: 0...40, using: &random))]
        let order = ImportRules.uploadChunk(
          of: makeImport(receivedBytes: Int64(stored.count)), offset: Int64(offset), byteCount: Int64(chunk.count),
          limits: limits)
        switch order {
        case .append(let skipped, let received):
          stored += chunk.dropFirst(Int(skipped))
          #expect(stored.count == received)
        case .alreadyReceived: #expect(offset + chunk.count <= stored.count)
        case .refuse(let refusal): Issue.record("\(refusal)")
        }
      }
      #expect(stored == file)
    }
  }

  @Test(arguments: [
    (false, 50, ImportRules.OnFinishUpload.stage),
    (false, 49, .refuse(.wrongSize(stated: 49, receivedBytes: 50))),
    (false, 51, .refuse(.wrongSize(stated: 51, receivedBytes: 50))),
    (false, -1, .refuse(.negativeNumber(field: "size_bytes"))),
    (true, 50, .alreadyFinished),
    (true, 51, .refuse(.wrongSize(stated: 51, receivedBytes: 50))),
  ])
  func finishingComparesTheSize(isComplete: Bool, size: Int64, expected: ImportRules.OnFinishUpload) {
    let item = makeImport(receivedBytes: 50, uploadComplete: isComplete, digest: isComplete ? [1, 2] : nil)
    #expect(ImportRules.finishUpload(of: item, sizeBytes: size, digest: [1, 2]) == expected)
  }

  @Test func finishingAgainWithAnotherDigestIsRefused() {
    let item = makeImport(receivedBytes: 50, uploadComplete: true, digest: [1, 2])
    #expect(ImportRules.finishUpload(of: item, sizeBytes: 50, digest: [1, 3]) == .refuse(.wrongDigest))
  }

  @Test func aNewReadingSaysHowManyCorrectionsItDrops() {
    let counts = ImportCounts(total: 9, invalid: 1, corrected: 3)
    for status in [ImportStatus.uploaded, .previewed, .failed] {
      let item = makeImport(status: status, uploadComplete: true, counts: counts)
      #expect(ImportRules.reread(item) == .stage(droppedCorrections: 3))
    }
    #expect(ImportRules.reread(makeImport(receivedBytes: 5)) == .refuse(.uploadIncomplete(receivedBytes: 5)))
    let committed = makeImport(status: .committed, uploadComplete: true, result: sampleResult)
    #expect(ImportRules.reread(committed) == .refuse(.alreadyCommitted))
  }
}
