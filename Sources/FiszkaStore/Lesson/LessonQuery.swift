import FiszkaDomain

/// SQL of the lessons.
enum LessonQuery {
  static let insert = Query(
    """
    INSERT INTO lessons (owner_user_id, title, title_key, description, is_deleted, created_at, updated_at)
    VALUES (?1, ?2, ?3, ?4, FALSE, ?5, ?5)
    """)

  /// Notes a change at ?2 of lesson ?1 or its items.
  static let touch = Query("UPDATE lessons SET updated_at = ?2 WHERE id = ?1 AND NOT is_deleted")

  static let deleteIfEmpty = Query(
    """
    UPDATE lessons SET is_deleted = TRUE, updated_at = ?2
    WHERE id = ?1 AND NOT is_deleted AND NOT EXISTS (SELECT 1 FROM lesson_items WHERE lesson_id = ?1)
    """)

  static let find = Query("SELECT ", Lesson.columns, " FROM lessons WHERE id = ?1 AND NOT is_deleted")

  static let exists = Query("SELECT EXISTS (SELECT 1 FROM lessons WHERE id = ?1 AND NOT is_deleted)")

  // The lists take: ?1 ids below this, ?2 text in the title's key, ?3 how many, ?4 owner, ?5 title's key. instr is
  // true for every text when it looks for nothing.

  static let list = Query(
    "SELECT ", Lesson.columns,
    """
     FROM lessons WHERE id < ?1 AND NOT is_deleted AND instr(title_key, ?2) > 0
    ORDER BY id DESC LIMIT ?3
    """)

  static let listOfOwner = Query(
    "SELECT ", Lesson.columns,
    """
     FROM lessons WHERE owner_user_id = ?4 AND id < ?1 AND NOT is_deleted AND instr(title_key, ?2) > 0
    ORDER BY id DESC LIMIT ?3
    """)

  static let listTitled = Query(
    "SELECT ", Lesson.columns,
    """
     FROM lessons
    WHERE title_key = ?5 AND id < ?1 AND NOT is_deleted AND instr(title_key, ?2) > 0
      AND (?4 IS NULL OR owner_user_id = ?4)
    ORDER BY id DESC LIMIT ?3
    """)

  /// Of deleted lessons too: the word is pronounced the same.
  static let hint = Query(
    "SELECT phonetic_hint FROM lesson_items WHERE english_key = ?1 AND phonetic_hint <> '' ORDER BY id DESC LIMIT 1")

  static let items = Query(
    "SELECT ", LessonItem.columns, " FROM lesson_items WHERE lesson_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3")

  /// ?4: text in one of the keys.
  static let itemsWithText = Query(
    "SELECT ", LessonItem.columns,
    """
     FROM lesson_items
    WHERE lesson_id = ?1 AND id > ?2 AND (instr(english_key, ?4) > 0 OR instr(polish_key, ?4) > 0)
    ORDER BY id LIMIT ?3
    """)
}
