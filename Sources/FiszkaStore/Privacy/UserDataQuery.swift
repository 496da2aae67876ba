import FiszkaDomain

/// SQL that reads what is stored about a person. ?1 is the account's id, unless told otherwise. Every list is walked along an index
/// in its order, row by row.
enum UserDataQuery {
  /// Deleted ones too.
  static let lessons = Query(
    """
    SELECT id, title, description, is_deleted, created_at, updated_at FROM lessons WHERE owner_user_id = ?1 ORDER BY id
    """)

  /// Of lesson ?1.
  static let items = Query(
    """
    SELECT id, english, polish, example, tags, phonetic_hint, created_at FROM lesson_items WHERE lesson_id = ?1 ORDER BY id
    """)

  static let imports = Query(
    """
    SELECT id, filename, status, total_rows, error_rows, created_at, committed_at, lesson_id FROM imports
    WHERE uploaded_by = ?1 ORDER BY id
    """)

  static let sessions = Query(
    """
    SELECT id, lesson_id, started_at, finished_at, duration_seconds, score FROM sessions
    WHERE user_id = ?1 ORDER BY started_at, id
    """)

  /// Of session ?1, with the words that were asked.
  static let answers = Query(
    """
    SELECT answer.id, answer.question_id, item.english, item.polish, answer.user_answer, answer.is_correct, answer.created_at
    FROM session_answers AS answer JOIN lesson_items AS item ON item.id = answer.question_id
    WHERE answer.session_id = ?1 ORDER BY answer.id
    """)

  /// The history only where it is JSON.
  static let reviews = Query(
    """
    SELECT review.lesson_item_id, item.english, item.polish, review.state, review.last_reviewed_at, review.next_review_at,
      review.interval_days, CASE WHEN json_valid(review.history) THEN review.history END
    FROM spaced_repetition AS review JOIN lesson_items AS item ON item.id = review.lesson_item_id
    WHERE review.user_id = ?1 ORDER BY review.lesson_item_id
    """)

  static let auditEntries = Query(
    "SELECT ", AuditEntry.columns, " FROM audit_logs WHERE actor_user_id = ?1 ORDER BY id")
}
