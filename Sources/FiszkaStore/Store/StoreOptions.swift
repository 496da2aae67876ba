package import FiszkaDomain

/// How a store uses the machine. The defaults suit a home server.
package struct StoreOptions: Sendable {
  /// How long a write waits for its turn, behind other calls or other programs, before it fails with `StoreError.busy`.
  package var busyTimeout: Duration = .seconds(5)
  /// Most reading connections, at least 1. As many as threads that read at once, or else these wait, deaf to their limits.
  package var readers = 8
  /// Memory for pages of the writing connection, in KiB. A commit of 100,000 rows stays in memory with the default.
  package var writerCacheKiB = 16_384
  /// Memory for pages of each reading connection, in KiB.
  package var readerCacheKiB = 2_048
  /// What opening does to an older database.
  package var schema = Schema.upgrade
  /// Told after each write how long it kept other writers out, with its audit action; "" where there is none. Called on the
  /// writing thread.
  package var onWriterHeld: (@Sendable (_ action: String, _ duration: Duration) -> Void)?
  /// Told of failures that make the whole store doubtful: damage, and a disk that cannot be read or written. Called on the
  /// thread of the call that failed.
  package var onFailure: (@Sendable (StoreError) -> Void)?

  package init() {}

  /// What opening does to an older database. A newer one is refused either way.
  package enum Schema: Sendable {
    /// Runs the migrations it lacks.
    case upgrade
    /// Leaves it as it is, for `Migrator`.
    case leave
  }
}
