/// SQL of an undo. ?1 is the import's id.
enum UndoQuery {
  /// Items of the import that somebody has answered or reviewed.
  static let countStudied = Query(
    """
    SELECT count(*) FROM lesson_items AS item
    WHERE item.import_id = ?1 AND (
      EXISTS (SELECT 1 FROM session_answers WHERE question_id = item.id)
      OR EXISTS (SELECT 1 FROM spaced_repetition WHERE lesson_item_id = item.id)
    )
    """)

  static let isStudied = Query(
    """
    SELECT EXISTS (
      SELECT 1 FROM lesson_items AS item
      WHERE item.import_id = ?1 AND (
        EXISTS (SELECT 1 FROM session_answers WHERE question_id = item.id)
        OR EXISTS (SELECT 1 FROM spaced_repetition WHERE lesson_item_id = item.id)
      )
    )
    """)

  static let deleteItems = Query("DELETE FROM lesson_items WHERE import_id = ?1")
}
