/// SQL of exports' records. ?1 is the export's id, unless told otherwise.
enum UserDataExportQuery {
  static let subject = Query("SELECT subject_user_id FROM exports WHERE id = ?1 AND subject_user_id IS NOT NULL")
}
