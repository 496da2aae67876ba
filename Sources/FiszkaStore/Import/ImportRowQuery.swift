import FiszkaDomain

/// SQL of the staged rows. ?1 is the import's id.
enum ImportRowQuery {
  /// Inserts one row. Parameters in the order of `PackedRows`.
  static let insertOne = Query(insertHead, insertRow)

  /// Inserts `rowsAtOnce` rows, in two thirds of the time that one by one takes.
  static let insertSome = Query(insertHead, repeating: insertRow, count: rowsAtOnce)

  static let rowsAtOnce = 10

  private static let insertHead: StaticString = """
    INSERT INTO import_rows (
      import_id, row_number, line_number, processed_at, valid, english, english_key, polish, polish_key, example, tags,
      phonetic_hint, error_message, warning_message, corrected
    ) VALUES 
    """
  private static let insertRow: StaticString = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, FALSE)"

  /// Parameters in the order of `PackedRows`.
  static let correct = Query(
    """
    UPDATE import_rows SET
      line_number = ?3, processed_at = ?4, valid = ?5, english = ?6, english_key = ?7, polish = ?8, polish_key = ?9,
      example = ?10, tags = ?11, phonetic_hint = ?12, error_message = ?13, warning_message = ?14, corrected = TRUE
    WHERE import_id = ?1 AND row_number = ?2
    """)

  static let find = Query("SELECT ", StagedRow.columns, " FROM import_rows WHERE import_id = ?1 AND row_number = ?2")

  static let all = Query(
    "SELECT ", StagedRow.columns,
    " FROM import_rows WHERE import_id = ?1 AND row_number > ?2 ORDER BY row_number LIMIT ?3")

  /// Left to itself, SQLite takes the index over all problems, and walks past every warning.
  static let invalid = Query(
    "SELECT ", StagedRow.columns,
    """
     FROM import_rows INDEXED BY import_rows_invalid
    WHERE import_id = ?1 AND row_number > ?2 AND NOT valid ORDER BY row_number LIMIT ?3
    """)

  static let withProblems = Query(
    "SELECT ", StagedRow.columns,
    """
     FROM import_rows WHERE import_id = ?1 AND row_number > ?2 AND (NOT valid OR warning_message <> '')
    ORDER BY row_number LIMIT ?3
    """)

  static let count = Query("SELECT count(*) FROM import_rows WHERE import_id = ?1")

  static let countInvalid = Query(
    "SELECT count(*) FROM import_rows INDEXED BY import_rows_invalid WHERE import_id = ?1 AND NOT valid")

  /// What the counts of an import know of row ?2: whether it is valid, has warnings, was corrected.
  static let counted = Query(
    "SELECT valid, warning_message <> '', corrected FROM import_rows WHERE import_id = ?1 AND row_number = ?2")

  /// Whether more than ?2 rows are left.
  static let isMore = Query(
    "SELECT EXISTS (SELECT 1 FROM import_rows WHERE import_id = ?1 LIMIT 1 OFFSET ?2)")

  /// Deletes up to ?2 rows.
  static let deleteSome = Query(
    """
    DELETE FROM import_rows
    WHERE id IN (SELECT id FROM import_rows WHERE import_id = ?1 ORDER BY row_number LIMIT ?2)
    """)

  /// Copies the valid rows into lesson ?2, at time ?3, in their order: of equal ones the first stays.
  static let commit = Query(
    """
    INSERT INTO lesson_items (
      lesson_id, english, english_key, polish, polish_key, example, tags, phonetic_hint, import_id, created_at
    )
    SELECT ?2, english, english_key, polish, polish_key, example, tags, phonetic_hint, import_id, ?3
    FROM import_rows WHERE import_id = ?1 AND valid ORDER BY row_number
    ON CONFLICT (lesson_id, english_key, polish_key) DO NOTHING
    """)
}
