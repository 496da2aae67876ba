import FiszkaDomain

/// CommitImport: the valid rows into a lesson, once.
struct ImportCommit {
  struct Outcome {
    let item: Import
    /// False when an earlier commit did the work.
    let isFirst: Bool
  }

  let ports: ImportPorts
  let holds: ImportHolds

  /// - Parameter target: nil: as the import's creation said.
  func commit(
    _ id: Int64, to target: ImportTarget?, caller: Caller, audit: AuditIntent?, limit: WorkLimit
  ) throws -> Outcome {
    try holds.hold(id, for: .committing, limit: limit) {
      try ports.deciding(on: id, limit: limit) { item in
        switch ImportRules.commit(item, to: target) {
        case .commit(let chosen):
          let item = try write(item, to: chosen, caller: caller, audit: audit, limit: limit)
          ports.removeFile(ofImport: id)
          return Outcome(item: item, isFirst: true)
        case .alreadyCommitted:
          // The first commit may have been cut off before it removed the file.
          ports.removeFile(ofImport: id)
          return Outcome(item: item, isFirst: false)
        case .fail(let refusal):
          if item.status != .failed {
            audit?.addDetail(field: "status")
            _ = try ports.imports.setStatus(.failed, of: item, audit: audit, limit: limit)
          }
          throw ImportFailure.refused(refusal, of: item)
        case .refuse(let refusal):
          throw ImportFailure.refused(refusal, of: item)
        }
      }
    }
  }

  private func write(
    _ item: Import, to target: ImportTarget, caller: Caller, audit: AuditIntent?, limit: WorkLimit
  ) throws -> Import {
    try ports.check(target, for: caller, limit: limit)
    audit?.addDetail(field: "status")
    audit?.addDetail(field: "result")
    do {
      return try ports.imports.commit(to: target, at: ports.now(), of: item, audit: audit, limit: limit)
    } catch StoreError.notFound("lesson") {
      guard case .lesson(let id) = target else { throw StoreError.notFound("lesson") }
      throw ImportFailure.targetNotFound(lessonID: id)
    }
  }
}
