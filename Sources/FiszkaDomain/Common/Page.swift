/// One page of a list.
package struct Page<Element: Sendable>: Sendable {
  /// In the order of the list; at most as many as were asked for.
  package let items: [Element]
  /// Where the next page starts; nil on the last page.
  package let next: PageCursor?

  package init(items: [Element], next: PageCursor?) {
    self.items = items
    self.next = next
  }
}

extension Page: Equatable where Element: Equatable {}
