package import FiszkaDomain
import Glibc

extension UserDataExportFolder {
  /// Each record goes before its file: what a crash leaves is a file that nobody can read.
  package func removeAll(of user: Int64, limit: WorkLimit) throws(StoreError) -> Int64 {
    let ids = try self.ids(UserDataExportQuery.ofSubject, .integer(user), limit)
    for id in ids { try remove(id, limit: limit) }
    try removeUnfinished(limit: limit)
    return Int64(ids.count)
  }

  /// Reports about several people are left to whoever makes them.
  @discardableResult
  package func removeExpired(at now: Instant, limit: WorkLimit) throws(StoreError) -> [Int64] {
    let last = now.advanced(by: .zero - UserDataExport.lifetime)
    let ids = try self.ids(UserDataExportQuery.expired, SQLValue(last), limit).sorted()
    for id in ids { try remove(id, limit: limit) }
    return ids
  }

  /// Removes all but the newest of a person's exports.
  func removeSurplus(of user: Int64) throws(StoreError) {
    let ids = try self.ids(UserDataExportQuery.ofSubject, .integer(user), .none)
    for id in ids.dropLast(UserDataExport.mostOfOnePerson) { try remove(id, limit: .none) }
  }

  /// Removes what a crash in the middle of an export or a removal left: records without a finished file, files without a record.
  /// Call it while no export is made, such as before the first of a run. Other files are left alone.
  package func removeUnfinished(limit: WorkLimit) throws(StoreError) {
    var whole: Set<String> = []
    let records = try store.read(limit) { connection throws(StoreError) in
      try connection.all(UserDataExportQuery.all, [.integer(0)]) { row throws(StoreError) in
        (id: try row.integer(), isComplete: try row.bool())
      }
    }
    for (id, isComplete) in records {
      if isComplete && access(path(id), F_OK) == 0 {
        whole.insert("\(id).json")
      } else {
        try removeRecord(id, limit: limit)
      }
    }
    for name in try FolderNames.read(folder) where !whole.contains(name) && Self.isOurs(name) {
      try removeFile("\(folder)/\(name)")
    }
  }

  private func remove(_ id: Int64, limit: WorkLimit) throws(StoreError) {
    try removeRecord(id, limit: limit)
    try removeFile(path(id))
  }

  func removeRecord(_ id: Int64, limit: WorkLimit) throws(StoreError) {
    try store.write(nil, limit) { connection throws(StoreError) in
      try connection.execute(UserDataExportQuery.delete, [.integer(id)])
      return ((), AuditTarget(table: "exports", id: id))
    }
  }

  private func removeFile(_ path: String) throws(StoreError) {
    do throws(SystemError) {
      if unlink(path) != 0 {
        if errno == ENOENT { return }
        throw SystemError("remove \(path)")
      }
      try FileDescriptor(folder, O_RDONLY | O_DIRECTORY).synchronize()
    } catch {
      throw error.storeError
    }
  }

  private func ids(_ query: Query, _ parameter: SQLValue, _ limit: WorkLimit) throws(StoreError) -> [Int64] {
    try store.read(limit) { connection throws(StoreError) in
      try connection.all(query, [parameter]) { row throws(StoreError) in try row.integer() }
    }
  }

  /// Only names that this type gives: not "07.json".
  private static func isOurs(_ name: String) -> Bool {
    let json = name.hasSuffix(unfinished) ? String(name.dropLast(unfinished.count)) : name
    guard json.hasSuffix(".json"), let id = Int64(json.dropLast(5)) else { return false }
    return "\(id).json" == json
  }
}
