extension ImportRules {
  /// What to do when somebody looks at the rows.
  package enum OnPreview: Hashable, Sendable {
    /// Set this status, then show the rows.
    case show(settingStatus: ImportStatus)
    /// Show the rows; nothing changes.
    case showOnly
    case refuse(ImportRefusal)
  }

  /// The first look sets `previewed`; later ones, and looks at failed or committed imports, change nothing.
  package static func preview(of item: Import) -> OnPreview {
    if !item.uploadComplete { return .refuse(.uploadIncomplete(receivedBytes: item.receivedBytes)) }
    return item.status == .uploaded ? .show(settingStatus: .previewed) : .showOnly
  }

  /// What to do when somebody corrects rows.
  package enum OnCorrect: Hashable, Sendable {
    /// Write the corrected rows and this status.
    case correct(status: ImportStatus)
    case refuse(ImportRefusal)
  }

  /// Corrections set a failed import back to `previewed`, however many rows stay invalid: the next commit counts again.
  package static func correctRows(of item: Import) -> OnCorrect {
    if item.status == .committed { return .refuse(.alreadyCommitted) }
    if !item.uploadComplete { return .refuse(.uploadIncomplete(receivedBytes: item.receivedBytes)) }
    return .correct(status: item.status == .failed ? .previewed : item.status)
  }
}
