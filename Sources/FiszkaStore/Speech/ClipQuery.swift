import FiszkaDomain

/// SQL of the records of clips.
enum ClipQuery {
  static let page = Query("SELECT id, ", ClipRecord.columns, " FROM audio_cache WHERE id > ?1 ORDER BY id LIMIT ?2")

  /// A clip that was made again takes the place of the one before.
  static let put = Query(
    "INSERT INTO audio_cache (", ClipRecord.columns,
    """
    ) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
    ON CONFLICT (hash) DO UPDATE SET
      path = excluded.path, size_bytes = excluded.size_bytes, sha256 = excluded.sha256,
      duration_milliseconds = excluded.duration_milliseconds, created_at = excluded.created_at,
      last_accessed_at = excluded.last_accessed_at
    """)

  static let touch = Query("UPDATE audio_cache SET last_accessed_at = max(last_accessed_at, ?2) WHERE hash = ?1")

  static let delete = Query("DELETE FROM audio_cache WHERE hash = ?1")
}
