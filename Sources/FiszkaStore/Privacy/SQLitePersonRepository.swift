package import FiszkaDomain

/// Persons in the database. Safe to use from any thread.
package struct SQLitePersonRepository: PersonRepository {
  let store: Store

  package init(_ store: Store) {
    self.store = store
  }

  package func hasPerson(_ id: Int64, limit: WorkLimit) throws(StoreError) -> Bool {
    try store.read(limit) { connection throws(StoreError) in
      try connection.number(PersonQuery.exists, [.integer(id)]) != 0
    }
  }
}
