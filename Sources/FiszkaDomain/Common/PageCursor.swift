/// A place in a list: just behind the item with this key.
///
/// Every list is ordered by one unique number (an id, or a row number within its import), so a place survives insertions and
/// deletions, and finding it is one index search.
package struct PageCursor: Hashable, Sendable {
  /// Key of the last item already seen.
  package let lastKey: Int64

  package init(lastKey: Int64) {
    self.lastKey = lastKey
  }
}
