/// Which part of a list is wanted.
package struct PageRequest: Hashable, Sendable {
  /// How many items to return when the caller does not say.
  package static let defaultLimit = 50
  /// How many items one page holds at most.
  package static let maximumLimit = 1_000

  /// 1 to `maximumLimit`.
  package let limit: Int
  /// Items behind this place; nil: from the start.
  package let after: PageCursor?

  /// - Parameter limit: 0 or less means `defaultLimit`; more than `maximumLimit` means `maximumLimit`.
  package init(limit: Int = defaultLimit, after: PageCursor? = nil) {
    self.limit = limit <= 0 ? Self.defaultLimit : min(limit, Self.maximumLimit)
    self.after = after
  }
}
