import CommonProto
import FiszkaAPI
import FiszkaDomain

extension FiszkaAPI.Import {
  init(_ item: FiszkaDomain.Import) {
    self.init(
      id: item.id, uploadedBy: item.origin.uploadedBy, filename: item.origin.fileName, status: .init(item.status),
      uploadComplete: item.uploadComplete, receivedBytes: item.receivedBytes,
      sha256: item.uploadComplete ? item.digest ?? [] : [], target: item.origin.target.map { .init($0) },
      totalRows: item.counts.total, errorRows: item.counts.invalid, warningRows: item.counts.warned,
      correctedRows: item.counts.corrected, result: item.result.map { .init($0, undoneAt: item.undoneAt) },
      createdAt: ProtobufTimestamp(item.createdAt))
  }
}

extension FiszkaAPI.ImportStatus {
  init(_ status: FiszkaDomain.ImportStatus) {
    switch status {
    case .uploaded: self = .uploaded
    case .previewed: self = .previewed
    case .committed: self = .committed
    case .failed: self = .failed
    }
  }
}

extension FiszkaAPI.ImportResult {
  init(_ result: FiszkaDomain.ImportResult, undoneAt: Instant?) {
    self.init(
      lessonID: result.lessonID, lessonCreated: result.lessonIsNew, insertedItems: result.inserted,
      duplicateRows: result.duplicates, errorRows: result.errors, committedAt: ProtobufTimestamp(result.committedAt),
      undoneAt: undoneAt.map { ProtobufTimestamp($0) })
  }
}

extension FiszkaAPI.ImportTarget {
  init(_ target: FiszkaDomain.ImportTarget) {
    switch target {
    case .lesson(let id): self.init(target: .lessonID(id))
    case .newLesson(let title): self.init(target: .newLessonTitle(title))
    }
  }
}

extension RequestCheck {
  /// - Returns: nil for an absent target; for a wrong one too, with a violation.
  mutating func target(_ target: FiszkaAPI.ImportTarget?) -> FiszkaDomain.ImportTarget? {
    switch target?.target {
    case .lessonID(let lessonID):
      id(lessonID, "target.lesson_id")
      return .lesson(id: lessonID)
    case .newLessonTitle(let title):
      return .newLesson(title: label(title, "target.new_lesson_title"))
    case nil:
      require(target == nil, "target", "names lesson_id or new_lesson_title, or is left out.")
      return nil
    }
  }

  /// - Returns: nil for all, and for a status that does not exist, with a violation.
  mutating func status(_ status: FiszkaAPI.ImportStatus) -> FiszkaDomain.ImportStatus? {
    switch status {
    case .unspecified: return nil
    case .uploaded: return .uploaded
    case .previewed: return .previewed
    case .committed: return .committed
    case .failed: return .failed
    case .unrecognized(let number):
      require(false, "status", "is no ImportStatus: \(number).")
      return nil
    }
  }

  mutating func selection(_ filter: ImportRowFilter) -> StagedRowSelection {
    switch filter {
    case .unspecified: return .all
    case .invalid: return .invalid
    case .problem: return .withProblems
    case .unrecognized(let number):
      require(false, "filter", "is no ImportRowFilter: \(number).")
      return .all
    }
  }
}
