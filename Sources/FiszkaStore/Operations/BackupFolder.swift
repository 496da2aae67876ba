package import FiszkaDomain
import GRDB
import GRDBSQLite
import Glibc

/// Backups of a store's database, `backups/<name>` in its data folder.
///
/// A copy is made under a hidden name beside its place and gets its own name by a link, which never replaces a file. It is
/// made in one read transaction of a reading connection: writers go on meanwhile, and the copy is of one moment. The
/// write-ahead log grows until it ends.
package struct BackupFolder: BackupRepository {
  /// Pages copied between two looks at the limit: 4 MiB, some 10 ms.
  private static let pagesAtOnce: Int32 = 1_024

  let store: Store
  private let makeDigest: @Sendable () -> any FileDigest
  var folder: String { "\(store.folder.path)/backups" }

  /// - Parameters:
  ///   - store: whose database is copied.
  ///   - makeDigest: a new SHA-256.
  package init(_ store: Store, makeDigest: @escaping @Sendable () -> any FileDigest) {
    self.store = store
    self.makeDigest = makeDigest
  }

  package func create(
    _ name: BackupName, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> Backup {
    // Not beside an erasure: the copy could hold the person, and nobody would know.
    try store.copies.copy(limit: limit, timeout: store.options.busyTimeout) { () throws(StoreError) in
      try make(name, audit, limit)
    }
  }

  private func make(_ name: BackupName, _ audit: AuditIntent?, _ limit: WorkLimit) throws(StoreError) -> Backup {
    let place = "\(folder)/\(name.text)"
    let copy = "\(folder)/.\(UInt64.random(in: .min ... .max))\(Self.unfinished)"
    defer { for end in ["", "-journal", "-wal", "-shm"] { unlink(copy + end) } }
    do {
      if mkdir(folder, 0o700) != 0 && errno != EEXIST { throw SystemError("make \(folder)") }
      if access(place, F_OK) == 0 { throw StoreError.duplicate("backup") }
      _ = try FileDescriptor(copy, O_RDWR | O_CREAT | O_EXCL)
      try copyDatabase(to: copy, limit)
      let (size, digest) = try settle(copy, limit)
      try record(audit, limit)
      if link(copy, place) != 0 {
        throw errno == EEXIST ? StoreError.duplicate("backup") : SystemError("link \(place)").storeError
      }
      try FileDescriptor(folder, O_RDONLY | O_DIRECTORY).synchronize()
      return Backup(name: name, sizeBytes: size, sha256: digest, createdAt: store.now())
    } catch let error as SystemError {
      throw error.storeError
    } catch {
      throw StoreError(grdb: error)
    }
  }

  package func list(limit: WorkLimit) throws(StoreError) -> [Backup] {
    try limit.check()
    var backups: [Backup] = []
    for name in try FolderNames.read(folder).compactMap({ BackupName($0) }) {
      var status = stat()
      guard lstat("\(folder)/\(name.text)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { continue }
      let time = status.st_mtim
      backups.append(
        Backup(
          name: name, sizeBytes: Int64(status.st_size), sha256: nil,
          createdAt: Instant(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)))
    }
    return backups.sorted { ($0.createdAt, $0.name.text) > ($1.createdAt, $1.name.text) }
  }

  package func delete(_ name: BackupName, audit: AuditIntent?, limit: WorkLimit) throws(StoreError) {
    try limit.check()
    let place = "\(folder)/\(name.text)"
    if access(place, F_OK) != 0 { throw .notFound("backup") }
    try record(audit, limit)
    do {
      if unlink(place) != 0 {
        if errno == ENOENT { throw StoreError.notFound("backup") }
        throw SystemError("remove \(place)").storeError
      }
      try FileDescriptor(folder, O_RDONLY | O_DIRECTORY).synchronize()
    } catch let error as SystemError {
      throw error.storeError
    } catch {
      throw StoreError(grdb: error)
    }
  }

  /// Removes what a crash in the middle of a backup left. Call it before the first backup of a run.
  package func removeUnfinished() throws(StoreError) {
    for name in try FolderNames.read(folder) where name.hasPrefix(".") && name.contains(Self.unfinished) {
      unlink("\(folder)/\(name)")
    }
  }

  private static let unfinished = ".unfinished"

  /// The entry is written before the backup gets its name: whoever sees the file finds it in the log.
  private func record(_ audit: AuditIntent?, _ limit: WorkLimit) throws(StoreError) {
    guard let audit else { return }
    try store.write(audit, limit) { _ throws(StoreError) in ((), AuditTarget(table: "", id: 0)) }
  }

  private func copyDatabase(to path: String, _ limit: WorkLimit) throws(StoreError) {
    let target = try BareDatabase(path, .write)
    try target.run("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF")
    try store.read(limit) { connection throws(StoreError) in
      // Begins the snapshot: a backup whose source may change begins again with every change.
      _ = try connection.number(Self.firstRead)
      guard let backup = sqlite3_backup_init(target.handle, "main", connection.handle, "main") else {
        throw target.failure(sqlite3_errcode(target.handle))
      }
      var code = SQLITE_OK
      while code == SQLITE_OK {
        code = sqlite3_backup_step(backup, Self.pagesAtOnce)
        if limit.interruption != nil { break }
      }
      sqlite3_backup_finish(backup)
      try limit.check()
      if code != SQLITE_DONE { throw target.failure(code) }
    }
    // The copy says that it has a write-ahead log, as its source: a backup is one file.
    try target.run("PRAGMA journal_mode = DELETE")
    let problems = try target.texts("PRAGMA integrity_check(1)", limit: limit)
    if problems != ["ok"] { throw store.failed(.corrupt("the copy does not pass its check: \(problems.joined())")) }
  }

  private static let firstRead = Query("SELECT count(*) FROM sqlite_schema")

  /// Size and SHA-256 of the copy, which is on disk afterwards.
  private func settle(_ path: String, _ limit: WorkLimit) throws -> (size: Int64, digest: [UInt8]) {
    let file = try FileDescriptor(path, O_RDONLY)
    try file.synchronize()
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { buffer.deallocate() }
    var digest = makeDigest()
    var offset: Int64 = 0
    while true {
      try limit.check()
      let count = try file.read(into: buffer, at: offset)
      if count == 0 { return (offset, digest.finish()) }
      digest.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
      offset += Int64(count)
    }
  }
}
