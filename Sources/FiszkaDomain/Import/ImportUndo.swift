/// What became of an undo.
package enum ImportUndo: Hashable, Sendable {
  /// The import has `undoneAt`; so many items are gone that were still there, and the commit's lesson where it was left empty.
  case undone(Import, removedItems: Int64, lessonDeleted: Bool)
  /// Nothing was changed: this many of the items have an answer or a review.
  case studied(items: Int64)
}
