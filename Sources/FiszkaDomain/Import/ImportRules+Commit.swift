extension ImportRules {
  /// What to do at a commit.
  package enum OnCommit: Hashable, Sendable {
    /// Write the valid rows.
    case commit(to: ImportTarget)
    /// It is done already: answer with the result of the first commit.
    case alreadyCommitted(ImportResult)
    /// Set `failed`, then refuse.
    case fail(ImportRefusal)
    case refuse(ImportRefusal)
  }

  /// A commit needs a finished upload with rows, not a preview.
  ///
  /// - Parameter target: of the commit; nil: that of the import's creation. Without either it is refused: a person names lessons.
  package static func commit(_ item: Import, to target: ImportTarget?) -> OnCommit {
    if let result = item.result { return .alreadyCommitted(result) }
    if !item.uploadComplete { return .refuse(.uploadIncomplete(receivedBytes: item.receivedBytes)) }
    if item.counts.total == 0 { return .refuse(.noRows) }
    if hasTooManyInvalidRows(item.counts) {
      return .fail(.tooManyInvalidRows(invalid: item.counts.invalid, total: item.counts.total))
    }
    guard let chosen = target ?? item.origin.target else { return .refuse(.targetMissing) }
    return .commit(to: chosen)
  }

  /// What to do at an undo.
  package enum OnUndo: Hashable, Sendable {
    /// Take back the commit; the store refuses when an item has been studied.
    case undo
    /// It is undone already: answer with success.
    case alreadyUndone
    case refuse(ImportRefusal)
  }

  /// Whether what a commit inserted may be taken back.
  package static func undo(_ item: Import) -> OnUndo {
    if item.status != .committed { return .refuse(.notCommitted) }
    return item.undoneAt == nil ? .undo : .alreadyUndone
  }

  /// What to do at a discard.
  package enum OnDiscard: Hashable, Sendable {
    /// Remove the import and its rows, then its file.
    case discard
    case refuse(ImportRefusal)
  }

  /// Whether the import may be removed.
  package static func discard(_ item: Import) -> OnDiscard {
    item.status == .committed ? .refuse(.alreadyCommitted) : .discard
  }
}
