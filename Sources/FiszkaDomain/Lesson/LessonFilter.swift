/// Which lessons to list. Conditions that are set must all hold.
package struct LessonFilter: Hashable, Sendable {
  /// Only lessons of this account.
  package var ownerID: Int64?
  /// Only lessons whose title's key holds this key's text.
  package var search: TextKey?
  /// Only lessons whose title's key is exactly this.
  package var title: TextKey?

  package init(ownerID: Int64? = nil, search: TextKey? = nil, title: TextKey? = nil) {
    self.ownerID = ownerID
    self.search = search
    self.title = title
  }
}
