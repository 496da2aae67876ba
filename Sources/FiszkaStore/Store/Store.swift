import Dispatch
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

  /// Opens every reading connection that there can be, all at once; returns when they are open.
  ///
  /// For a process that lives long: SQLite keeps the descriptors of connections that were closed, for later ones, so that without this a
  /// process at rest holds as many as ever read at the same time. A limit of descriptors that is too low shows now, too.
  package func openEveryReader() throws(OpenFailure) {
    let opened = DispatchSemaphore(value: 0)
    let all = DispatchSemaphore(value: 0)
    let failure = LastFailure()
    let readers = pool.configuration.maximumReaderCount
    for _ in 0..<readers {
      pool.asyncRead { connection in
        switch connection {
        case .success:
          opened.signal()
          all.wait()
        case .failure(let error):
          // On a queue that all share: waiting there would keep the others from being opened.
          failure.error.withLock { $0 = StoreError(grdb: error) }
          opened.signal()
        }
      }
    }
    for _ in 0..<readers { opened.wait() }
    for _ in 0..<readers { all.signal() }
    if let error = failure.error.withLock({ $0 }) { throw .store(error) }
  }

  private final class LastFailure: Sendable {
    let error = Mutex<StoreError?>(nil)
  }

  /// Closes the reading connections as they become idle, and empties the writing one's cache after what it does now. Returns at once.
  package func releaseMemory() {
    isClosed.withLock { if !$0 { pool.releaseMemoryEventually() } }
  }

  func checkOpen() throws(StoreError) {
    if isClosed.withLock({ $0 }) { throw .unavailable("the database is closed") }
  }
}
