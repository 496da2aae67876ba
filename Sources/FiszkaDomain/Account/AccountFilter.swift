/// Which accounts to list. Conditions that are set must all hold.
package struct AccountFilter: Hashable, Sendable {
  /// Only accounts whose address or nickname has a key that holds this key's text.
  package var search: TextKey?
  /// Only accounts with this role.
  package var role: AccountRole?
  /// Deleted ones too.
  package var includesDeleted: Bool

  package init(search: TextKey? = nil, role: AccountRole? = nil, includesDeleted: Bool = false) {
    self.search = search
    self.role = role
    self.includesDeleted = includesDeleted
  }
}
