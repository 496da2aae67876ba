import FiszkaDomain

extension Account {
  /// What `init(row:)` reads, in its order.
  static let columns: StaticString = "id, email, nickname, role, created_at, deleted_at"

  init(row: inout RowReader) throws(StoreError) {
    self.init(
      id: try row.integer(), email: try row.text(), nickname: try row.text(), role: try row.value(AccountRole.self),
      createdAt: try row.instant(), deletedAt: try row.optionalInstant())
  }
}

extension Credentials {
  /// Reads an account's columns, then `password_hash`.
  init(row: inout RowReader) throws(StoreError) {
    self.init(account: try Account(row: &row), passwordHash: try row.optionalText())
  }
}
