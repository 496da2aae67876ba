/// SQL about the persons behind accounts. ?1 is the account's id.
enum PersonQuery {
  static let exists = Query("SELECT EXISTS (SELECT 1 FROM users WHERE id = ?1 AND erased_at IS NULL)")
}
