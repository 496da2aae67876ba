import FiszkaDomain

@testable import FiszkaStore

extension StoreHarness {
  var persons: SQLitePersonRepository { SQLitePersonRepository(store) }
  var exports: UserDataExportFolder { UserDataExportFolder(store, makeDigest: { ForeignDigest() }) }

  /// Adds an account with a lesson of two words, a committed and an open import, a session with an answer, a review, a token and
  /// an audit entry; its id.
  func addPerson(_ name: String) throws -> Int64 {
    let id = try addUser(name)
    let item = try imports.commit(
      to: .newLesson(title: "Words"), at: now, of: staged(Sample.rows(2), by: id), audit: nil, limit: .none)
    _ = try staged(Sample.rows(3), by: id)
    try study(item, by: id)
    try review(item, by: id)
    try run(
      """
      INSERT INTO auth_tokens (user_id, token_hash, created_at, last_used_at, expires_at) VALUES (?1, randomblob(32), 0, 0, 1)
      """, [.integer(id)])
    try store.write(AuditIntent(action: "import.commit", actorID: id), .none) { _ throws(StoreError) in
      ((), AuditTarget(table: "imports", id: item.id))
    }
    return id
  }
}
