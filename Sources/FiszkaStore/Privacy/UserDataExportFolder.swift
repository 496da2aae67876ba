package import FiszkaDomain
import Glibc

/// Exports of persons' data, `exports/<id>.json` in the data folder, and their records. Safe to use from any thread.
///
/// A record comes first, as requested; then the file, under a name with `.unfinished`, until all of it is on disk; then its own
/// name; then the record is completed, with the audit entry. Whatever a crash leaves before the last step is removed at the next
/// start. Removal goes the other way, record before file.
package struct UserDataExportFolder: UserDataExportRepository {
  static let unfinished = ".unfinished"

  let store: Store
  let makeDigest: @Sendable () -> any FileDigest
  var folder: String { store.folder.exports }

  /// - Parameters:
  ///   - store: whose data are exported, and whose data folder holds the files.
  ///   - makeDigest: a new SHA-256.
  package init(_ store: Store, makeDigest: @escaping @Sendable () -> any FileDigest) {
    self.store = store
    self.makeDigest = makeDigest
  }

  package func subject(ofExport id: Int64, limit: WorkLimit) throws(StoreError) -> Int64 {
    let subject = try store.read(limit) { connection throws(StoreError) in
      try connection.first(UserDataExportQuery.subject, [.integer(id)]) { row throws(StoreError) in try row.integer() }
    }
    guard let subject else { throw .notFound("export") }
    return subject
  }

  package func find(_ id: Int64, at now: Instant, limit: WorkLimit) throws(StoreError) -> UserDataExport {
    let export = try store.read(limit) { connection throws(StoreError) in try Self.find(id, connection) }
    if export.expiresAt <= now { throw .notFound("export") }
    return export
  }

  package func recordDownload(of export: UserDataExport, audit: AuditIntent?, limit: WorkLimit) throws(StoreError) {
    try store.write(audit, limit) { connection throws(StoreError) in
      _ = try Self.find(export.id, connection)
      return ((), AuditTarget(table: "exports", id: export.id))
    }
  }

  package func read(
    _ export: UserDataExport, from offset: Int64, count: Int, limit: WorkLimit
  ) throws(StoreError) -> [UInt8] {
    try limit.check()
    let wanted = Int(min(Int64(count), export.sizeBytes - offset))
    if wanted <= 0 { return [] }
    do {
      let file = try FileDescriptor(path(export.id), O_RDONLY)
      if try file.size() != export.sizeBytes { throw StoreError.corrupt("the file of export \(export.id) has another size") }
      return try file.bytes(from: offset, count: wanted)
    } catch let error as SystemError {
      if error.code != ENOENT { throw error.storeError }
      // Removed meanwhile, or lost.
      _ = try find(export.id, at: Instant(microseconds: .min), limit: limit)
      throw .corrupt("the file of export \(export.id) is gone")
    } catch let error as StoreError {
      throw error
    } catch {
      throw .unavailable("\(type(of: error))")
    }
  }

  func path(_ id: Int64) -> String { "\(folder)/\(id).json" }

  static func find(_ id: Int64, _ connection: Connection) throws(StoreError) -> UserDataExport {
    let found = try connection.first(UserDataExportQuery.find, [.integer(id)]) { row throws(StoreError) in
      UserDataExport(
        id: try row.integer(), subjectID: try row.integer(), sizeBytes: try row.integer(), createdAt: try row.instant())
    }
    guard let found else { throw .notFound("export") }
    return found
  }
}

extension FileDescriptor {
  /// Fewer than `count` only at the end of the file.
  fileprivate func bytes(from offset: Int64, count: Int) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { memory, filled in
      let buffer = UnsafeMutableRawBufferPointer(memory)
      do throws(SystemError) {
        while filled < count {
          let read = try self.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]), at: offset + Int64(filled))
          if read == 0 { break }
          filled += read
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return bytes
  }
}
