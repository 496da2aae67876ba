import FiszkaDomain
import Synchronization

/// Persons whose data file cannot be rewritten for want of room, as long as the test says so; everything else is real.
struct FaultyPersons: PersonRepository {
  /// Whether rewriting fails.
  final class Switch: Sendable {
    private let state = Mutex(false)

    var isOn: Bool { state.withLock { $0 } }
    func set(_ isOn: Bool) { state.withLock { $0 = isOn } }
  }

  let persons: any PersonRepository
  let refusesRewrites: Switch

  func rewrite(limit: WorkLimit) throws(StoreError) {
    if refusesRewrites.isOn { throw .full }
    try persons.rewrite(limit: limit)
  }

  func hasPerson(_ id: Int64, limit: WorkLimit) throws(StoreError) -> Bool { try persons.hasPerson(id, limit: limit) }

  func withoutCopies<Answer>(limit: WorkLimit, _ body: () throws -> Answer) throws -> Answer {
    try persons.withoutCopies(limit: limit, body)
  }

  func beginErasure(
    of id: Int64, at now: Instant, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> ErasureBeginning {
    try persons.beginErasure(of: id, at: now, audit: audit, limit: limit)
  }

  func unfinishedErasures(limit: WorkLimit) throws(StoreError) -> [Int64] { try persons.unfinishedErasures(limit: limit) }

  func imports(of id: Int64, limit: WorkLimit) throws(StoreError) -> [Int64] { try persons.imports(of: id, limit: limit) }

  func blankAnswers(of id: Int64, limit: WorkLimit) throws(StoreError) { try persons.blankAnswers(of: id, limit: limit) }

  func finishErasure(of id: Int64, at now: Instant, limit: WorkLimit) throws(StoreError) {
    try persons.finishErasure(of: id, at: now, limit: limit)
  }
}
