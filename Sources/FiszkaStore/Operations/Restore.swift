import FiszkaDomain
import Glibc

/// Puts a backup into the place of a data folder's database, while no server uses the folder.
package struct Restore: Sendable {
  /// What was restored.
  package let inspection: BackupInspection
  /// Where the database that was there before is now; nil: there was none.
  package let kept: String?

  /// Copies the backup into the folder, checks the copy, and gives it the place of the database in one step.
  ///
  /// What was there before is kept beside, under a name with `.before-restore`, with its raw files of imports and its exports. The
  /// backup has neither: uploads that it holds unfinished begin again from byte 0, and its exports are gone.
  /// - Parameters:
  ///   - folder: made where it is missing.
  ///   - replacing: whether a database that is there may be put aside.
  package init(_ backup: String, to folder: String, replacing: Bool) throws(RestoreFailure) {
    do {
      if access(backup + "-wal", F_OK) == 0 { throw RestoreFailure.live(path: backup) }
      // Told before the folder is made or touched.
      _ = try BackupInspection(of: backup)
      let data = try DataFolder(folder)
      defer { data.unlock() }
      let isOccupied = try FileDescriptor(data.database, O_RDONLY).size() > 0
      if isOccupied && !replacing { throw RestoreFailure.occupied(folder: folder) }
      let copy = data.database + ".restoring"
      defer { for end in ["", "-journal", "-wal", "-shm"] { unlink(copy + end) } }
      unlink(copy)
      try Self.copy(backup, to: copy)
      // Of the copy: these are the bytes that will be used.
      inspection = try BackupInspection(of: copy)
      try Self.forgetRawFiles(copy)
      kept = isOccupied ? try Self.putAside(data) : nil
      for end in ["-wal", "-shm"] { unlink(data.database + end) }
      if rename(copy, data.database) != 0 { throw SystemError("rename \(copy)") }
      try FileDescriptor(folder, O_RDONLY | O_DIRECTORY).synchronize()
    } catch {
      throw Self.failure(error)
    }
  }

  private static func failure(_ error: any Error) -> RestoreFailure {
    switch error {
    case let failure as RestoreFailure: failure
    case OpenFailure.locked(let folder): .locked(folder: folder)
    case let failure as OpenFailure: .file(failure.message)
    case let error as SystemError: .file(error.text)
    default: .file("\(error)")
    }
  }

  private static func copy(_ source: String, to target: String) throws {
    let input = try FileDescriptor(source, O_RDONLY)
    let output = try FileDescriptor(target, O_WRONLY | O_CREAT | O_EXCL)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
    defer { buffer.deallocate() }
    var offset: Int64 = 0
    while true {
      let count = try input.read(into: buffer, at: offset)
      if count == 0 { break }
      try output.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]), at: offset)
      offset += Int64(count)
    }
    try output.synchronize()
  }

  /// An upload that is not finished must not go on behind bytes that are not there.
  private static func forgetRawFiles(_ path: String) throws {
    let database = try BareDatabase(path, .write)
    try database.run(
      """
      PRAGMA synchronous = FULL;
      UPDATE imports SET received_bytes = 0, revision = revision + 1 WHERE NOT upload_complete AND received_bytes > 0
      """)
  }

  /// Gives the present database and its raw files a second name; the database keeps its place until it is replaced.
  private static func putAside(_ data: DataFolder) throws -> String {
    // Brings the log into the database. A damaged one may refuse: then the log is kept beside it.
    do throws(StoreError) {
      try BareDatabase(data.database, .write).run("PRAGMA wal_checkpoint(TRUNCATE)")
    } catch {
      // Kept as it is.
    }
    var end = ".before-restore"
    var number = 1
    while access(data.database + end, F_OK) == 0 {
      number += 1
      end = ".before-restore-\(number)"
    }
    if link(data.database, data.database + end) != 0 { throw SystemError("link \(data.database)\(end)") }
    if link(data.database + "-wal", data.database + end + "-wal") != 0 && errno != ENOENT {
      throw SystemError("link \(data.database)-wal")
    }
    for files in [data.imports, data.exports] {
      if rename(files, files + end) != 0 { throw SystemError("rename \(files)") }
      if mkdir(files, 0o700) != 0 { throw SystemError("make \(files)") }
    }
    try FileDescriptor(data.path, O_RDONLY | O_DIRECTORY).synchronize()
    return data.database + end
  }
}
