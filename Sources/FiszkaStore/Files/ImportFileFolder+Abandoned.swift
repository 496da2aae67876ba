package import FiszkaDomain

extension ImportFileFolder {
  /// Removes the files that nobody will read again, because their import is committed or gone: what a crash between a commit
  /// and the removal of its file leaves. Call it before the first import of a run. Other files are left alone.
  ///
  /// - Returns: the ids of the imports whose files were removed, ascending.
  @discardableResult
  package func removeAbandoned(limit: WorkLimit) throws(StoreError) -> [Int64] {
    let ids = try fileIDs()
    let abandoned = try store.read(limit) { connection throws(StoreError) in
      var abandoned: [Int64] = []
      for id in ids where try connection.number(ImportQuery.needsFile, [.integer(id)]) == 0 { abandoned.append(id) }
      return abandoned
    }
    for id in abandoned { try remove(ofImport: id) }
    return abandoned
  }

  /// Ids in the names of the folder's files, ascending.
  private func fileIDs() throws(StoreError) -> [Int64] {
    // Only names that this type gives: not "07" or "+7".
    try FolderNames.read(folder).compactMap { name in Int64(name).flatMap { String($0) == name ? $0 : nil } }.sorted()
  }
}
