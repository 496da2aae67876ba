import FiszkaDomain

extension LessonItem {
  /// What `init(row:)` reads, in its order.
  static let columns: StaticString = "id, lesson_id, english, polish, example, tags, phonetic_hint, created_at"

  init(row: inout RowReader) throws(StoreError) {
    self.init(
      id: try row.integer(), lessonID: try row.integer(), english: try row.text(), polish: try row.text(),
      example: try row.text(), tags: TagList(parsing: try row.text()), phoneticHint: try row.text(),
      createdAt: try row.instant())
  }
}
