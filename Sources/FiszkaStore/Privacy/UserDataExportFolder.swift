package import FiszkaDomain

/// Exports of persons' data, `exports/<id>.json` in the data folder, and their records. Safe to use from any thread.
package struct UserDataExportFolder: UserDataExportRepository {
  let store: Store

  /// - Parameter store: whose data are exported, and whose data folder holds the files.
  package init(_ store: Store) {
    self.store = store
  }

  package func subject(ofExport id: Int64, limit: WorkLimit) throws(StoreError) -> Int64 {
    let subject = try store.read(limit) { connection throws(StoreError) in
      try connection.first(UserDataExportQuery.subject, [.integer(id)]) { row throws(StoreError) in try row.integer() }
    }
    guard let subject else { throw .notFound("export") }
    return subject
  }
}
