/// What became of an undo.
package enum ImportUndo: Hashable, Sendable {
  /// The items are gone; the import has `undoneAt`.
  case undone(Import)
  /// Nothing was changed: this many of the items have an answer or a review.
  case studied(items: Int64)
}
