import FiszkaDomain

/// SQL of the sessions.
enum SessionQuery {
  /// ?1: ids above this, ?2: how many.
  static let all = Query(
    """
    SELECT token.id, token.user_id, token.token_hash, token.last_used_at, token.expires_at, account.role
    FROM auth_tokens AS token JOIN users AS account ON account.id = token.user_id
    WHERE token.id > ?1 AND account.deleted_at IS NULL ORDER BY token.id LIMIT ?2
    """)

  // Below, ?1 is the account's id.

  static let role = Query("SELECT role FROM users WHERE id = ?1 AND deleted_at IS NULL")

  static let ofAccount = Query(
    "SELECT id, user_id, token_hash, last_used_at, expires_at FROM auth_tokens WHERE user_id = ?1")

  /// Only while the account has the password hash ?5.
  static let insert = Query(
    """
    INSERT INTO auth_tokens (user_id, token_hash, created_at, last_used_at, expires_at)
    SELECT ?1, ?2, ?3, ?3, ?4
    WHERE EXISTS (SELECT 1 FROM users WHERE id = ?1 AND password_hash = ?5 AND deleted_at IS NULL)
    """)

  static let deleteOthers = Query("DELETE FROM auth_tokens WHERE user_id = ?1 AND id <> ?2")

  // Below, ?1 is the session's id.

  static let delete = Query("DELETE FROM auth_tokens WHERE id = ?1")
  static let noteUse = Query("UPDATE auth_tokens SET last_used_at = ?2 WHERE id = ?1 AND last_used_at < ?2")
}
