/// SQL about the persons behind accounts. ?1 is the account's id.
///
/// An account whose erasure has begun has no nickname any more; once nothing is left of the person it has `erased_at`.
enum PersonQuery {
  static let exists = Query("SELECT EXISTS (SELECT 1 FROM users WHERE id = ?1 AND nickname <> '' AND erased_at IS NULL)")

  /// What decides whether an account may be erased.
  static let state = Query("SELECT role, deleted_at IS NULL, nickname = '', erased_at IS NOT NULL FROM users WHERE id = ?1")

  /// Whether another admin can sign in; the system's account ?2 cannot.
  static let hasOtherAdmin = Query(
    """
    SELECT EXISTS (SELECT 1 FROM users WHERE id > ?2 AND id <> ?1 AND role = 'admin' AND deleted_at IS NULL)
    """)

  static let blank = Query(
    """
    UPDATE users SET
      email = '', email_key = '', nickname = '', nickname_key = '', password_hash = NULL,
      deleted_at = coalesce(deleted_at, ?2)
    WHERE id = ?1
    """)

  static let deleteTokens = Query("DELETE FROM auth_tokens WHERE user_id = ?1")

  /// Names of files that other calls hold must not come back: the revision is theirs no more.
  static let blankFileNames = Query(
    "UPDATE imports SET revision = revision + 1, filename = '' WHERE uploaded_by = ?1 AND filename <> ''")

  static let imports = Query("SELECT id FROM imports WHERE uploaded_by = ?1 ORDER BY id")

  /// Blanks up to ?2 answers.
  static let blankAnswers = Query(
    """
    UPDATE session_answers SET user_answer = '' WHERE id IN (
      SELECT answer.id FROM sessions AS session JOIN session_answers AS answer ON answer.session_id = session.id
      WHERE session.user_id = ?1 AND answer.user_answer <> '' LIMIT ?2
    )
    """)

  /// Accounts above ?1.
  static let unfinished = Query("SELECT id FROM users WHERE id > ?1 AND nickname = '' AND erased_at IS NULL ORDER BY id")

  static let finish = Query("UPDATE users SET erased_at = ?2 WHERE id = ?1 AND nickname = '' AND erased_at IS NULL")
}
