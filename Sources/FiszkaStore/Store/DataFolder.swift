import Glibc

/// The folder with everything that Fiszka keeps, locked for one store at a time.
///
/// What is made here only its owner can read: folders 0700, files 0600. A folder that exists keeps its mode.
final class DataFolder: Sendable {
  let path: String
  var database: String { path + "/fiszka.db" }
  var imports: String { path + "/imports" }
  var exports: String { path + "/exports" }

  /// Holds the lock. The kernel drops it when the process ends, however it ends.
  private let lock: FileDescriptor

  /// Makes the folder where it is missing, but not the folder it lies in, and locks it.
  init(_ path: String) throws(OpenFailure) {
    self.path = path
    do {
      try Self.makeFolder(path)
      lock = try FileDescriptor(path, O_RDONLY | O_DIRECTORY)
    } catch {
      throw .folder(error.text)
    }
    if flock(lock.number, LOCK_EX | LOCK_NB) != 0 {
      throw errno == EWOULDBLOCK ? .locked(folder: path) : .folder(SystemError("lock \(path)").text)
    }
    do {
      try Self.makeFolder(imports)
      try Self.makeFolder(exports)
      try closeToOthers(database)
      try lock.synchronize()
    } catch {
      throw .folder(error.text)
    }
  }

  /// Lets another store open the folder.
  func unlock() {
    flock(lock.number, LOCK_UN)
  }

  private static func makeFolder(_ path: String) throws(SystemError) {
    if mkdir(path, 0o700) != 0 && errno != EEXIST { throw SystemError("make \(path)") }
  }

  /// Makes the database file before SQLite does, with the right mode; SQLite's other files take theirs from it.
  private func closeToOthers(_ file: String) throws(SystemError) {
    let descriptor = try FileDescriptor(file, O_RDWR | O_CREAT)
    if fchmod(descriptor.number, 0o600) != 0 { throw SystemError("chmod \(file)") }
  }
}
