package import FiszkaDomain

/// What the use cases of privacy work with.
package struct PrivacyPorts: Sendable {
  let persons: any PersonRepository
  let exports: any UserDataExportRepository
  let backups: any BackupRepository
  let imports: ImportPorts
  let sessions: [any SessionRevoker]
  let now: @Sendable () -> Instant

  /// - Parameters:
  ///   - imports: the same as the import service's, so that the two wait for each other.
  ///   - sessions: everyone who keeps sessions in memory.
  ///   - now: the time, asked once per change.
  package init(
    persons: any PersonRepository, exports: any UserDataExportRepository, backups: any BackupRepository, imports: ImportPorts,
    sessions: [any SessionRevoker], now: @escaping @Sendable () -> Instant
  ) {
    self.persons = persons
    self.exports = exports
    self.backups = backups
    self.imports = imports
    self.sessions = sessions
    self.now = now
  }
}
