package import FiszkaDomain

extension BackupFolder {
  /// Opens every backup and looks for the account.
  package func holding(person id: Int64, limit: WorkLimit) throws(StoreError) -> [Backup] {
    var found: [Backup] = []
    for backup in try list(limit: limit) {
      try limit.check()
      if holds(id, backup.name) { found.append(backup) }
    }
    return found
  }

  /// True unless the account is not in it, or its erasure was finished before. A backup of the time between its beginning and its
  /// end may have copies in pages that nothing uses.
  private func holds(_ id: Int64, _ name: BackupName) -> Bool {
    do throws(StoreError) {
      let database = try BareDatabase("\(folder)/\(name.text)", .readOnly)
      if try database.texts("SELECT 1 FROM users WHERE id = \(id)").isEmpty { return false }
      // A backup from before erasures has no such column: then the query fails.
      return try database.texts("SELECT 1 FROM users WHERE id = \(id) AND erased_at IS NOT NULL").isEmpty
    } catch {
      return true
    }
  }
}
