package import FiszkaDomain
import GRDB
import Synchronization

/// The database of a data folder: one writing connection, several reading ones.
///
/// Every call blocks its thread and may be made from any thread, but not from within another's closure. Repositories are made
/// over it; close it when they are done.
package final class Store: Sendable {
  let folder: DataFolder
  let pool: DatabasePool
  let gate = WriterGate()
  let copies = CopyGate()
  let options: StoreOptions
  /// The time, for records whose port gives none.
  let now: @Sendable () -> Instant
  let isClosed = Mutex(false)

  /// Opens the database in `path`, a folder that is made where it is missing, and locks the folder.
  ///
  /// - Parameter now: the time of audit entries, migrations and staged rows.
  package init(
    _ path: String, options: StoreOptions = .init(), now: @escaping @Sendable () -> Instant
  ) throws(OpenFailure) {
    folder = try DataFolder(path)
    self.options = options
    self.now = now
    do {
      pool = try Self.openPool(folder.database, options: options)
    } catch {
      throw .store(error)
    }
    let migrator = Migrator(self)
    switch options.schema {
    case .upgrade: try migrator.up()
    case .leave: _ = try migrator.status()
    }
  }

  /// Waits for calls that run, closes every connection, and unlocks the folder. Calls that come later fail with
  /// `StoreError.unavailable`.
  package func close() throws(StoreError) {
    isClosed.withLock { $0 = true }
    // The readers first: only a writing connection that is the last one moves the log into the database file.
    pool.releaseMemory()
    do {
      try pool.close()
    } catch {
      throw StoreError(grdb: error)
    }
    folder.unlock()
  }

  /// Opens as many reading connections as there can be, and closes them again.
  ///
  /// For a process that lives long. SQLite keeps the database file's descriptors of connections that were closed, for later ones: without
  /// this, a process at rest holds as many as ever read at the same time.
  ///
  /// - Throws: When the system has no room for so many.
  package func reserveDescriptors() throws(OpenFailure) {
    do {
      // Connections of their own: those of the pool are opened only while as many threads read.
      let readers = try (0..<pool.configuration.maximumReaderCount).map { _ in try pool.makeSnapshot() }
      for reader in readers { try reader.close() }
    } catch {
      throw .store(StoreError(grdb: error))
    }
  }

  /// Closes the reading connections as they become idle, and empties the writing one's cache after what it does now. Returns at once.
  package func releaseMemory() {
    isClosed.withLock { if !$0 { pool.releaseMemoryEventually() } }
  }

  func checkOpen() throws(StoreError) {
    if isClosed.withLock({ $0 }) { throw .unavailable("the database is closed") }
  }
}
