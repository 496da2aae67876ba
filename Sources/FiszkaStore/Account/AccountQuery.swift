import FiszkaDomain

/// SQL of the accounts. ?1 is an account's id unless a comment says otherwise.
enum AccountQuery {
  static let find = Query("SELECT ", Account.columns, " FROM users WHERE id = ?1")

  static let findOpen = Query("SELECT ", Account.columns, " FROM users WHERE id = ?1 AND deleted_at IS NULL")

  /// ?1: ids above this, ?2: text in a key, ?3: how many, ?4: whether deleted ones too, ?5: role or NULL. instr is true for every
  /// text when it looks for nothing.
  static let list = Query(
    "SELECT ", Account.columns,
    """
     FROM users
    WHERE id > ?1 AND (instr(email_key, ?2) > 0 OR instr(nickname_key, ?2) > 0)
      AND (?4 <> 0 OR deleted_at IS NULL) AND (?5 IS NULL OR role = ?5)
    ORDER BY id LIMIT ?3
    """)

  /// ?1: key of the address.
  static let credentialsByEmail = Query(
    "SELECT ", Account.columns,
    ", password_hash FROM users WHERE email_key = ?1 AND email_key <> '' AND deleted_at IS NULL")

  static let credentials = Query(
    "SELECT ", Account.columns, ", password_hash FROM users WHERE id = ?1 AND deleted_at IS NULL")

  static let insert = Query(
    """
    INSERT INTO users (email, email_key, nickname, nickname_key, password_hash, role, created_at)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
    """)

  /// ?1: ids above this.
  static let countOpen = Query("SELECT count(*) FROM users WHERE id > ?1 AND deleted_at IS NULL")

  static let updateEmail = Query("UPDATE users SET email = ?2, email_key = ?3 WHERE id = ?1")
  static let updateNickname = Query("UPDATE users SET nickname = ?2, nickname_key = ?3 WHERE id = ?1")
  static let updateRole = Query("UPDATE users SET role = ?2 WHERE id = ?1")
  static let delete = Query("UPDATE users SET deleted_at = ?2 WHERE id = ?1 AND deleted_at IS NULL")

  /// ?3: the hash that it must have, or NULL.
  static let setPasswordHash = Query(
    "UPDATE users SET password_hash = ?2 WHERE id = ?1 AND deleted_at IS NULL AND (?3 IS NULL OR password_hash = ?3)")
}
