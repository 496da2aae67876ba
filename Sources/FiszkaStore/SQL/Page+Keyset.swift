import FiszkaDomain

extension Page {
  /// A page of `limit` elements from a query that asked for one more: if that came, there is a next page.
  init(_ found: [Element], limit: Int, key: (Element) -> Int64) {
    let items = Array(found.prefix(limit))
    let hasMore = found.count > limit
    self.init(items: items, next: hasMore ? items.last.map { PageCursor(lastKey: key($0)) } : nil)
  }
}
