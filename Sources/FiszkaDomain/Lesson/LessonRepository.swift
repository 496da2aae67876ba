/// Where lessons are kept: the reading side. Deleted lessons are not there.
///
/// Every call blocks its thread, may be made from any thread, and ends with `StoreError.interrupted` when the limit says so.
package protocol LessonRepository: Sendable {
  /// - Throws: `.notFound("lesson")`.
  func lesson(_ id: Int64, limit: WorkLimit) throws(StoreError) -> Lesson

  /// Newest first (by descending id).
  func lessons(_ filter: LessonFilter, page: PageRequest, limit: WorkLimit) throws(StoreError) -> Page<Lesson>

  /// In the order they were added (by ascending id).
  ///
  /// - Parameter search: only items whose English or Polish key holds this key's text; nil: all.
  /// - Throws: `.notFound("lesson")`.
  func items(
    ofLesson id: Int64, search: TextKey?, page: PageRequest, limit: WorkLimit
  ) throws(StoreError) -> Page<LessonItem>
}
