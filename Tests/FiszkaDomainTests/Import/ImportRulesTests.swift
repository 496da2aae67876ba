import FiszkaDomain
import Testing

struct ImportRulesTests {
  @Test(
    arguments: [
      (0, 0, false), (1, 0, false), (1, 1, true), (2, 1, false), (3, 1, false), (3, 2, true), (100, 50, false),
      (100, 51, true), (Int64.max, Int64.max, true),
    ] as [(Int64, Int64, Bool)])
  func moreThanHalfInvalidIsTooMany(total: Int64, invalid: Int64, isTooMany: Bool) {
    #expect(ImportRules.hasTooManyInvalidRows(ImportCounts(total: total, invalid: invalid)) == isTooMany)
  }

  @Test(arguments: [
    (ImportStatus.uploaded, ImportRules.OnPreview.show(settingStatus: .previewed)),
    (.previewed, .showOnly), (.failed, .showOnly), (.committed, .showOnly),
  ])
  func theFirstPreviewSetsTheStatus(status: ImportStatus, expected: ImportRules.OnPreview) {
    #expect(ImportRules.preview(of: makeImport(status: status, uploadComplete: true)) == expected)
  }

  @Test func nothingCanBeDoneWithRowsOfAnUnfinishedUpload() {
    let item = makeImport(receivedBytes: 12)
    let refusal = ImportRefusal.uploadIncomplete(receivedBytes: 12)
    #expect(ImportRules.preview(of: item) == .refuse(refusal))
    #expect(ImportRules.correctRows(of: item) == .refuse(refusal))
    #expect(ImportRules.commit(item, to: nil) == .refuse(refusal))
  }

  @Test(arguments: [
    (ImportStatus.uploaded, ImportRules.OnCorrect.correct(status: .uploaded)),
    (.previewed, .correct(status: .previewed)),
    (.failed, .correct(status: .previewed)),
    (.committed, .refuse(.alreadyCommitted)),
  ])
  func correctionsBringAFailedImportBack(status: ImportStatus, expected: ImportRules.OnCorrect) {
    #expect(ImportRules.correctRows(of: makeImport(status: status, uploadComplete: true)) == expected)
  }

  @Test(arguments: [ImportStatus.uploaded, .previewed, .failed])
  func aCommitNeedsNoPreview(status: ImportStatus) {
    let item = makeImport(status: status, uploadComplete: true, counts: ImportCounts(total: 4, invalid: 2))
    #expect(ImportRules.commit(item, to: .lesson(id: 5)) == .commit(to: .lesson(id: 5)))
  }

  @Test func theTargetOfTheCommitComesFirstThenThatOfTheCreation() {
    let counts = ImportCounts(total: 1)
    let item = makeImport(uploadComplete: true, counts: counts, target: .lesson(id: 6))
    #expect(ImportRules.commit(item, to: .newLesson(title: "A")) == .commit(to: .newLesson(title: "A")))
    #expect(ImportRules.commit(item, to: nil) == .commit(to: .lesson(id: 6)))
    #expect(ImportRules.commit(makeImport(uploadComplete: true, counts: counts), to: nil) == .refuse(.targetMissing))
  }

  @Test func tooManyInvalidRowsFailTheImport() {
    let item = makeImport(status: .previewed, uploadComplete: true, counts: ImportCounts(total: 3, invalid: 2))
    #expect(ImportRules.commit(item, to: nil) == .fail(.tooManyInvalidRows(invalid: 2, total: 3)))
  }

  @Test func aFileWithoutRowsIsRefusedWithoutFailing() {
    #expect(ImportRules.commit(makeImport(uploadComplete: true), to: nil) == .refuse(.noRows))
  }

  @Test func aSecondCommitGetsTheFirstOnesResult() {
    let item = makeImport(status: .committed, uploadComplete: true, counts: ImportCounts(total: 6), result: sampleResult)
    #expect(ImportRules.commit(item, to: .lesson(id: 99)) == .alreadyCommitted(sampleResult))
  }

  @Test func onlyACommitCanBeUndoneAndOnce() {
    let committed = makeImport(status: .committed, uploadComplete: true, result: sampleResult)
    #expect(ImportRules.undo(committed) == .undo)
    let undone = makeImport(
      status: .committed, uploadComplete: true, result: sampleResult, undoneAt: Instant(microseconds: 9))
    #expect(ImportRules.undo(undone) == .alreadyUndone)
    for status in [ImportStatus.uploaded, .previewed, .failed] {
      #expect(ImportRules.undo(makeImport(status: status)) == .refuse(.notCommitted))
    }
  }

  @Test func onlyWhatIsNotCommittedCanBeDiscarded() {
    for status in [ImportStatus.uploaded, .previewed, .failed] {
      #expect(ImportRules.discard(makeImport(status: status)) == .discard)
    }
    #expect(ImportRules.discard(makeImport(status: .committed)) == .refuse(.alreadyCommitted))
  }

  @Test func everyRefusalHasItsOwnCodeAndASentence() {
    let all: [ImportRefusal] = [
      .offsetBeyondReceived(offset: 5, receivedBytes: 3), .negativeNumber(field: "offset"),
      .fileTooLarge(bytes: 5, maximum: 3), .chunkTooLarge(bytes: 5, maximum: 3), .uploadAlreadyComplete,
      .uploadIncomplete(receivedBytes: 3), .wrongSize(stated: 5, receivedBytes: 3), .wrongDigest, .alreadyCommitted,
      .notCommitted, .noRows, .targetMissing, .chunkDiffers(offset: 5), .tooManyInvalidRows(invalid: 5, total: 6),
      .studied(items: 5),
    ]
    #expect(Set(all.map(\.code)).count == all.count)
    for refusal in all {
      #expect(refusal.message.hasSuffix("."))
      for detail in refusal.details { #expect(refusal.message.contains(detail.value)) }
    }
  }
}
