import FiszkaDomain

extension Lesson {
  /// What `init(row:)` reads, in its order.
  static let columns: StaticString = """
    id, owner_user_id, title, description,
    (SELECT count(*) FROM lesson_items WHERE lesson_id = lessons.id) AS item_count, created_at, updated_at
    """

  init(row: inout RowReader) throws(StoreError) {
    self.init(
      id: try row.integer(), ownerID: try row.integer(), title: try row.text(), description: try row.text(),
      itemCount: try row.integer(), createdAt: try row.instant(), updatedAt: try row.instant())
  }
}
