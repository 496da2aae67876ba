package import FiszkaDomain
import Glibc

extension UserDataExportFolder {
  /// Reads in one transaction of a reading connection: the file is of one moment, and writers go on meanwhile.
  package func create(
    of user: Int64, requestedBy: Int64, at now: Instant, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> (export: UserDataExport, digest: [UInt8]) {
    try store.copies.copy(limit: limit, timeout: store.options.busyTimeout) { () throws(StoreError) in
      let id = try request(of: user, by: requestedBy, at: now, limit)
      let made: (export: UserDataExport, digest: [UInt8])
      do throws(StoreError) {
        let (size, digest) = try write(user, to: id, at: now, limit)
        made = (try complete(id, size: size, audit, limit), digest)
      } catch {
        takeBack(id)
        throw error
      }
      // The export is made, whatever becomes of those before: the next one tries again.
      try? removeSurplus(of: user)
      return made
    }
  }

  private func request(of user: Int64, by requester: Int64, at now: Instant, _ limit: WorkLimit) throws(StoreError) -> Int64 {
    try store.write(nil, limit) { connection throws(StoreError) in
      let added = try connection.execute(
        UserDataExportQuery.insert, [.integer(requester), .integer(user), SQLValue(now)])
      if added == 0 { throw .notFound("user") }
      let id = connection.lastInsertedID
      return (id, AuditTarget(table: "exports", id: id))
    }
  }

  /// The whole file under its own name, on disk.
  private func write(
    _ user: Int64, to id: Int64, at now: Instant, _ limit: WorkLimit
  ) throws(StoreError) -> (size: Int64, digest: [UInt8]) {
    let unfinished = path(id) + Self.unfinished
    let file = try ExportFile(unfinished, digest: makeDigest())
    try store.read(limit) { connection throws(StoreError) in
      var writer = UserDataWriter(of: user, connection, to: file)
      try writer.write(at: now)
    }
    let (size, digest) = try file.finish()
    do throws(SystemError) {
      if rename(unfinished, path(id)) != 0 { throw SystemError("rename \(unfinished)") }
      try FileDescriptor(folder, O_RDONLY | O_DIRECTORY).synchronize()
      return (size, digest)
    } catch {
      throw error.storeError
    }
  }

  private func complete(
    _ id: Int64, size: Int64, _ audit: AuditIntent?, _ limit: WorkLimit
  ) throws(StoreError) -> UserDataExport {
    let completed = store.now()
    return try store.write(audit, limit) { connection throws(StoreError) in
      try connection.execute(UserDataExportQuery.complete, [.integer(id), .integer(size), SQLValue(completed)])
      return (try Self.find(id, connection), AuditTarget(table: "exports", id: id))
    }
  }

  /// What cannot be removed now, such as from a full disk, goes at the next start; nobody can read it until then.
  private func takeBack(_ id: Int64) {
    unlink(path(id) + Self.unfinished)
    unlink(path(id))
    try? removeRecord(id, limit: .none)
  }
}
