/// What a commit did.
package struct ImportResult: Hashable, Sendable {
  /// The lesson that has the items.
  package let lessonID: Int64
  /// True when the commit made that lesson.
  package let lessonIsNew: Bool
  /// Items written.
  package let inserted: Int64
  /// Valid rows left out because the lesson, or an earlier row, has the same English and Polish keys.
  package let duplicates: Int64
  /// Invalid rows left out.
  package let errors: Int64
  package let committedAt: Instant

  package init(
    lessonID: Int64, lessonIsNew: Bool, inserted: Int64, duplicates: Int64, errors: Int64, committedAt: Instant
  ) {
    self.lessonID = lessonID
    self.lessonIsNew = lessonIsNew
    self.inserted = inserted
    self.duplicates = duplicates
    self.errors = errors
    self.committedAt = committedAt
  }
}
