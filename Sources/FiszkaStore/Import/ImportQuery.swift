import FiszkaDomain

/// SQL of the imports' records.
///
/// Updates take the id as ?1 and the revision that must still hold as ?2, and raise the revision.
enum ImportQuery {
  static let insert = Query(
    """
    INSERT INTO imports (
      revision, uploaded_by, filename, status, upload_complete, received_bytes, reading_options, target_lesson_id,
      target_lesson_title, total_rows, error_rows, warning_rows, corrected_rows, created_at
    ) SELECT 1, id, ?2, 'uploaded', FALSE, 0, ?3, ?4, ?5, 0, 0, 0, 0, ?6 FROM users WHERE id = ?1 AND deleted_at IS NULL
    """)

  static let find = Query("SELECT ", Import.columns, " FROM imports WHERE id = ?1")

  static let revision = Query("SELECT revision FROM imports WHERE id = ?1")

  /// Whether the raw file may still be read.
  static let needsFile = Query("SELECT EXISTS (SELECT 1 FROM imports WHERE id = ?1 AND status <> 'committed')")

  static let committedAt = Query("SELECT committed_at FROM imports WHERE id = ?1")

  static let list = Query(
    "SELECT ", Import.columns,
    " FROM imports WHERE id < ?1 AND (?2 IS NULL OR status = ?2) ORDER BY id DESC LIMIT ?3")

  static let listOfUploader = Query(
    "SELECT ", Import.columns,
    " FROM imports WHERE uploaded_by = ?4 AND id < ?1 AND (?2 IS NULL OR status = ?2) ORDER BY id DESC LIMIT ?3")

  static let recordUpload = Query(
    "UPDATE imports SET revision = revision + 1, received_bytes = ?3 WHERE id = ?1 AND revision = ?2")

  static let setStatus = Query("UPDATE imports SET revision = revision + 1, status = ?3 WHERE id = ?1 AND revision = ?2")

  static let beginStaging = Query(
    """
    UPDATE imports SET
      revision = revision + 1, status = 'uploaded', upload_complete = FALSE, reading_options = ?3, reading = NULL,
      total_rows = 0, error_rows = 0, warning_rows = 0, corrected_rows = 0
    WHERE id = ?1 AND revision = ?2
    """)

  static let finishStaging = Query(
    """
    UPDATE imports SET
      revision = revision + 1, upload_complete = TRUE, reading = ?3, sha256 = ?4, total_rows = ?5, error_rows = ?6,
      warning_rows = ?7, corrected_rows = ?8
    WHERE id = ?1 AND revision = ?2
    """)

  static let correct = Query(
    """
    UPDATE imports SET
      revision = revision + 1, status = ?3, error_rows = ?4, warning_rows = ?5, corrected_rows = ?6
    WHERE id = ?1 AND revision = ?2
    """)

  static let commit = Query(
    """
    UPDATE imports SET
      revision = revision + 1, status = 'committed', lesson_id = ?3, lesson_created = ?4, inserted_items = ?5,
      duplicate_rows = ?6, committed_at = ?7
    WHERE id = ?1 AND revision = ?2
    """)

  static let undo = Query("UPDATE imports SET revision = revision + 1, undone_at = ?3 WHERE id = ?1 AND revision = ?2")

  static let unfinish = Query(
    """
    UPDATE imports SET
      revision = revision + 1, upload_complete = FALSE, reading = NULL, total_rows = 0, error_rows = 0, warning_rows = 0,
      corrected_rows = 0
    WHERE id = ?1 AND revision = ?2
    """)

  static let delete = Query("DELETE FROM imports WHERE id = ?1 AND revision = ?2")
}
