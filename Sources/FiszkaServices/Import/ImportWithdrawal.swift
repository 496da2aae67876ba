import FiszkaDomain

/// UndoImport and DiscardImport: takes back a commit, or throws away an import that has none.
struct ImportWithdrawal {
  struct Undone {
    let item: Import
    let removedItems: Int64
    let lessonDeleted: Bool
    /// False when an earlier undo did the work.
    let isFirst: Bool
  }

  let ports: ImportPorts
  let holds: ImportHolds

  func undo(_ id: Int64, audit: AuditIntent?, limit: WorkLimit) throws -> Undone {
    try holds.hold(id, for: .undoing, limit: limit) {
      try ports.deciding(on: id, limit: limit) { item in
        switch ImportRules.undo(item) {
        case .undo:
          audit?.addDetail(field: "undone_at")
          switch try ports.imports.undo(item, at: ports.now(), audit: audit, limit: limit) {
          case .undone(let item, let removed, let lessonDeleted):
            return Undone(item: item, removedItems: removed, lessonDeleted: lessonDeleted, isFirst: true)
          case .studied(let items):
            throw ImportFailure.refused(.studied(items: items), of: item)
          }
        case .alreadyUndone:
          return Undone(item: item, removedItems: 0, lessonDeleted: false, isFirst: false)
        case .refuse(let refusal):
          throw ImportFailure.refused(refusal, of: item)
        }
      }
    }
  }

  func discard(_ id: Int64, audit: AuditIntent?, limit: WorkLimit) throws {
    try holds.hold(id, for: .discarding, limit: limit) {
      try ports.deciding(on: id, limit: limit) { item in
        switch ImportRules.discard(item) {
        case .discard:
          try ports.imports.discard(item, audit: audit, limit: limit)
          ports.removeFile(ofImport: id)
        case .refuse(let refusal):
          throw ImportFailure.refused(refusal, of: item)
        }
      }
    }
  }
}
