/// One word or phrase of a lesson.
package struct LessonItem: Hashable, Sendable {
  package let id: Int64
  package let lessonID: Int64
  /// 1 to 255 Unicode scalars after NFC, trimmed.
  package let english: String
  /// At most 255 scalars; empty when the translation is still missing.
  package let polish: String
  /// At most 1,000 scalars; empty: none.
  package let example: String
  package let tags: TagList
  /// At most 255 scalars; empty: none.
  package let phoneticHint: String
  package let createdAt: Instant

  package init(
    id: Int64, lessonID: Int64, english: String, polish: String, example: String, tags: TagList, phoneticHint: String,
    createdAt: Instant
  ) {
    self.id = id
    self.lessonID = lessonID
    self.english = english
    self.polish = polish
    self.example = example
    self.tags = tags
    self.phoneticHint = phoneticHint
    self.createdAt = createdAt
  }
}
