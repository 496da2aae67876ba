import FiszkaDomain

extension SignInSession {
  /// Reads id, user_id, token_hash, last_used_at, expires_at.
  init(row: inout RowReader) throws(StoreError) {
    let id = try row.integer()
    let account = try row.integer()
    guard let hash = TokenHash(try row.optionalBytes() ?? []) else { throw row.corrupt(back: 1) }
    self.init(
      id: id, accountID: account, tokenHash: hash, lastUsedAt: try row.instant(), expiresAt: try row.instant())
  }
}
