/// The persons behind accounts, for whoever exports or erases what is stored about them.
///
/// An erasure goes in steps: `beginErasure`, then removals that can be repeated, then `rewrite`, then `finishErasure`. A crash in
/// between leaves it among `unfinishedErasures`.
///
/// Every call blocks its thread, may be made from any thread, and ends with `StoreError.interrupted` when the limit says so.
package protocol PersonRepository: Sendable {
  /// Whether an account has this id and its erasure has not begun. Deleted accounts still have a person.
  func hasPerson(_ id: Int64, limit: WorkLimit) throws(StoreError) -> Bool

  /// Runs `body` while nobody copies what is stored, neither to an export nor to a backup: waits for those at work, and lets
  /// others wait. One caller at a time.
  ///
  /// - Throws: `.interrupted`; what `body` throws.
  func withoutCopies<Answer>(limit: WorkLimit, _ body: () throws -> Answer) throws -> Answer

  /// In one transaction: removes address, nickname, password, sessions and names of imported files, closes the account.
  ///
  /// - Throws: `.notFound("user")`.
  func beginErasure(
    of id: Int64, at now: Instant, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> ErasureBeginning

  /// Accounts whose erasure has begun and not ended, ascending.
  func unfinishedErasures(limit: WorkLimit) throws(StoreError) -> [Int64]

  /// Every import of an account, ascending.
  func imports(of id: Int64, limit: WorkLimit) throws(StoreError) -> [Int64]

  /// Blanks the answers that a person typed, in batches.
  func blankAnswers(of id: Int64, limit: WorkLimit) throws(StoreError)

  /// Writes the database file anew with nothing but what is stored now, and empties its log: neither holds a copy of what was
  /// removed afterwards. Holds the writer for as long as that takes; readers of an older state are waited for.
  func rewrite(limit: WorkLimit) throws(StoreError)

  /// Notes that nothing of the person is left.
  func finishErasure(of id: Int64, at now: Instant, limit: WorkLimit) throws(StoreError)
}
