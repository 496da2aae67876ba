package import FiszkaDomain

/// EraseUser: removes a person, step by step, each of which can be repeated; and ends erasures that broke off.
///
/// The account is closed and blanked first, in one transaction with the audit entry. From then on nobody can add anything of the
/// person: calls that were under way are waited for where they hold a file, and fail where they write.
package struct PersonErasure: Sendable {
  /// What an erasure has removed.
  package struct Outcome: Hashable, Sendable {
    /// False when it was begun before.
    var isFirst = false
    var endedSessions: Int64 = 0
    var removedExports: Int64 = 0
    var removedImports: Int64 = 0
    /// Backups that still hold the person.
    var olderBackups: [Backup] = []
  }

  private let ports: PrivacyPorts

  package init(_ ports: PrivacyPorts) {
    self.ports = ports
  }

  /// - Throws: `ErasureFailure`; errors of the store.
  func erase(_ id: Int64, audit: AuditIntent?, limit: WorkLimit) throws -> Outcome {
    if id == Caller.system.accountID { throw ErasureFailure.systemAccount }
    var outcome = Outcome()
    try ports.persons.withoutCopies(limit: limit) {
      for field in ["email", "nickname", "password", "sessions"] { audit?.addDetail(field: field) }
      switch try ports.persons.beginErasure(of: id, at: ports.now(), audit: audit, limit: limit) {
      case .lastAdmin: throw ErasureFailure.lastAdmin
      case .finished: return
      case .begun(let endedSessions):
        outcome.isFirst = true
        outcome.endedSessions = endedSessions
      case .unfinished: break
      }
      do {
        try finish(id, &outcome, limit)
      } catch StoreError.full {
        throw ErasureFailure.noRoom
      } catch StoreError.busy {
        throw ErasureFailure.busy
      }
    }
    outcome.olderBackups = try ports.backups.holding(person: id, limit: limit)
    return outcome
  }

  /// Ends the erasures that a crash or a failure left unfinished; the accounts they were about.
  package func finishAll(limit: WorkLimit) throws -> [Int64] {
    let ids = try ports.persons.unfinishedErasures(limit: limit)
    for id in ids {
      try ports.persons.withoutCopies(limit: limit) {
        var outcome = Outcome()
        try finish(id, &outcome, limit)
      }
    }
    return ids
  }

  private func finish(_ id: Int64, _ outcome: inout Outcome, _ limit: WorkLimit) throws {
    for sessions in ports.sessions { sessions.revokeSessions(ofAccount: id) }
    outcome.removedExports = try ports.exports.removeAll(of: id, limit: limit)
    let erasure = ImportErasure(ports: ports.imports)
    for item in try ports.persons.imports(of: id, limit: limit) where try erasure.erase(item, limit: limit) {
      outcome.removedImports += 1
    }
    try ports.persons.blankAnswers(of: id, limit: limit)
    // Last of all: what the steps before have removed must not stay in pages that nothing uses.
    try ports.persons.rewrite(limit: limit)
    try ports.persons.finishErasure(of: id, at: ports.now(), limit: limit)
  }
}
