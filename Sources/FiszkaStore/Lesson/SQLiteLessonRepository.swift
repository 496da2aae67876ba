package import FiszkaDomain

/// Lessons and their items in the database: the reading side. Safe to use from any thread.
package struct SQLiteLessonRepository: LessonRepository {
  let store: Store

  package init(_ store: Store) {
    self.store = store
  }

  package func lesson(_ id: Int64, limit: WorkLimit) throws(StoreError) -> Lesson {
    let found = try store.read(limit) { connection throws(StoreError) in
      try connection.first(LessonQuery.find, [.integer(id)]) { row throws(StoreError) in try Lesson(row: &row) }
    }
    guard let found else { throw .notFound("lesson") }
    return found
  }

  /// A search reads titles from the newest on until the page is full.
  package func lessons(
    _ filter: LessonFilter, page: PageRequest, limit: WorkLimit
  ) throws(StoreError) -> Page<Lesson> {
    var query = LessonQuery.list
    var values: [SQLValue] = [
      .integer(page.after?.lastKey ?? .max), .text(filter.search?.text ?? ""), .integer(Int64(page.limit) + 1),
    ]
    if let title = filter.title {
      query = LessonQuery.listTitled
      values += [SQLValue(filter.ownerID), .text(title.text)]
    } else if let ownerID = filter.ownerID {
      query = LessonQuery.listOfOwner
      values.append(.integer(ownerID))
    }
    let found = try store.read(limit) { connection throws(StoreError) in
      try connection.all(query, values) { row throws(StoreError) in try Lesson(row: &row) }
    }
    return Page(found, limit: page.limit, key: \.id)
  }

  /// A search reads the lesson's items from the page's start on until the page is full.
  package func items(
    ofLesson id: Int64, search: TextKey?, page: PageRequest, limit: WorkLimit
  ) throws(StoreError) -> Page<LessonItem> {
    var query = LessonQuery.items
    var values: [SQLValue] = [.integer(id), .integer(page.after?.lastKey ?? 0), .integer(Int64(page.limit) + 1)]
    if let search, !search.isEmpty {
      query = LessonQuery.itemsWithText
      values.append(.text(search.text))
    }
    let found = try store.read(limit) { connection throws(StoreError) in
      if try connection.number(LessonQuery.exists, [.integer(id)]) == 0 { throw .notFound("lesson") }
      return try connection.all(query, values) { row throws(StoreError) in try LessonItem(row: &row) }
    }
    return Page(found, limit: page.limit, key: \.id)
  }
}
