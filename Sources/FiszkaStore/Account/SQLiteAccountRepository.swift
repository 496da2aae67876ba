package import FiszkaDomain

/// Accounts in the database. Safe to use from any thread.
package struct SQLiteAccountRepository: AccountRepository {
  let store: Store

  package init(_ store: Store) {
    self.store = store
  }

  package func account(_ id: Int64, limit: WorkLimit) throws(StoreError) -> Account {
    let found = try store.read(limit) { connection throws(StoreError) in
      try connection.first(AccountQuery.find, [.integer(id)]) { row throws(StoreError) in try Account(row: &row) }
    }
    guard let found else { throw .notFound("user") }
    return found
  }

  /// A search reads accounts from the page's start on until the page is full.
  package func accounts(_ filter: AccountFilter, page: PageRequest, limit: WorkLimit) throws(StoreError) -> Page<Account> {
    let values: [SQLValue] = [
      .integer(max(page.after?.lastKey ?? 0, Caller.system.accountID)), .text(filter.search?.text ?? ""),
      .integer(Int64(page.limit) + 1), SQLValue(filter.includesDeleted), SQLValue(filter.role?.rawValue),
    ]
    let found = try store.read(limit) { connection throws(StoreError) in
      try connection.all(AccountQuery.list, values) { row throws(StoreError) in try Account(row: &row) }
    }
    return Page(found, limit: page.limit, key: \.id)
  }

  package func credentials(for email: EmailAddress, limit: WorkLimit) throws(StoreError) -> Credentials? {
    try credentials(AccountQuery.credentialsByEmail, .text(email.key.text), limit)
  }

  package func credentials(of id: Int64, limit: WorkLimit) throws(StoreError) -> Credentials? {
    try credentials(AccountQuery.credentials, .integer(id), limit)
  }

  private func credentials(_ query: Query, _ value: SQLValue, _ limit: WorkLimit) throws(StoreError) -> Credentials? {
    try store.read(limit) { connection throws(StoreError) in
      try connection.first(query, [value]) { row throws(StoreError) in try Credentials(row: &row) }
    }
  }
}
