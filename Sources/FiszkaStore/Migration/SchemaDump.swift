import FiszkaDomain

/// The schema of a database as text: `db/schema.sql` is that of the newest version.
enum SchemaDump {
  /// Tables and indexes in the order they were made, without what SQLite makes by itself.
  private static let definitions = Query(
    "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite^_%' ESCAPE '^' ORDER BY rowid")

  static func text(of store: Store) throws(StoreError) -> String {
    let statements = try store.read(.none) { connection throws(StoreError) in
      try connection.all(definitions) { row throws(StoreError) in try row.text() }
    }
    return statements.map { $0 + ";\n" }.joined(separator: "\n")
  }
}
