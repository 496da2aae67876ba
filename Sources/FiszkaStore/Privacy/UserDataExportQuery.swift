/// SQL of exports' records. ?1 is the export's id, unless told otherwise.
enum UserDataExportQuery {
  static let subject = Query("SELECT subject_user_id FROM exports WHERE id = ?1 AND subject_user_id IS NOT NULL")

  /// By account ?1 about account ?2 at ?3; its id is known only afterwards.
  static let insert = Query(
    """
    INSERT INTO exports (requested_by, subject_user_id, period, format, status, created_at)
    SELECT ?1, id, '', 'json', 'requested', ?3 FROM users WHERE id = ?2 AND nickname <> '' AND erased_at IS NULL
    """)

  static let complete = Query(
    """
    UPDATE exports SET status = 'completed', file_path = 'exports/' || id || '.json', size_bytes = ?2, completed_at = ?3
    WHERE id = ?1 AND status = 'requested'
    """)

  static let find = Query(
    """
    SELECT id, subject_user_id, size_bytes, created_at FROM exports
    WHERE id = ?1 AND subject_user_id IS NOT NULL AND status = 'completed'
    """)

  static let delete = Query("DELETE FROM exports WHERE id = ?1")

  /// Of account ?1.
  static let ofSubject = Query("SELECT id FROM exports WHERE subject_user_id = ?1 ORDER BY id")

  /// Made at ?1 or before; reports about several people have files of another kind.
  static let expired = Query("SELECT id FROM exports WHERE created_at <= ?1 AND subject_user_id IS NOT NULL ORDER BY created_at")

  /// Every one that has a subject, above ?1, and whether its file is finished.
  static let all = Query(
    "SELECT id, status = 'completed' FROM exports WHERE id > ?1 AND subject_user_id IS NOT NULL ORDER BY id")
}
