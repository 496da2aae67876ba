/// SQL of `Migrator`.
enum MigrationQuery {
  static let createTable = Query(
    """
    CREATE TABLE IF NOT EXISTS schema_migrations (
      version INTEGER PRIMARY KEY,
      name TEXT NOT NULL,
      checksum TEXT NOT NULL,
      applied_at BIGINT NOT NULL
    )
    """)

  static let list = Query("SELECT version, name, checksum, applied_at FROM schema_migrations ORDER BY version")

  static let insert = Query("INSERT INTO schema_migrations (version, name, checksum, applied_at) VALUES (?1, ?2, ?3, ?4)")

  static let delete = Query("DELETE FROM schema_migrations WHERE version = ?1")

  /// One row for each broken foreign key; its first column is the table.
  static let brokenReferences = Query("PRAGMA foreign_key_check")
}
