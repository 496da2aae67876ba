package import FiszkaDomain

extension SQLiteImportRepository {
  /// Holds the writer for the whole commit: some 4 µs a row.
  package func commit(
    to target: ImportTarget, at now: Instant, of item: Import, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> Import {
    guard item.uploadComplete && item.status != .committed else { throw .misuse("an import that cannot be committed") }
    return try store.write(audit, limit) { connection throws(StoreError) in
      try Self.requireNewest(item, connection)
      let lesson = try Self.lesson(for: target, of: item, at: now, connection)
      let inserted = try connection.execute(
        ImportRowQuery.commit, [.integer(item.id), .integer(lesson.id), SQLValue(now)])
      let duplicates = item.counts.total - item.counts.invalid - inserted
      if duplicates < 0 { throw .corrupt("import \(item.id) has more rows than it counts") }
      try Self.update(
        item, ImportQuery.commit,
        [
          .integer(lesson.id), SQLValue(lesson.isNew), .integer(inserted), .integer(duplicates), SQLValue(now),
        ], connection)
      return try Self.change(item.id, connection)
    }
  }

  /// Makes the new lesson, or notes that the existing one changes.
  private static func lesson(
    for target: ImportTarget, of item: Import, at now: Instant, _ connection: Connection
  ) throws(StoreError) -> (id: Int64, isNew: Bool) {
    switch target {
    case .newLesson(let title):
      try connection.execute(
        LessonQuery.insert,
        [.integer(item.origin.uploadedBy), .text(title), .text(TextKey(title).text), .text(""), SQLValue(now)])
      return (connection.lastInsertedID, true)
    case .lesson(let id):
      if try connection.execute(LessonQuery.touch, [.integer(id), SQLValue(now)]) == 0 { throw .notFound("lesson") }
      return (id, false)
    }
  }

  /// Holds the writer for the whole undo. When an item is studied while this runs, it throws `.changed`: ask again.
  package func undo(
    _ item: Import, at now: Instant, audit: AuditIntent?, limit: WorkLimit
  ) throws(StoreError) -> ImportUndo {
    guard let result = item.result, item.undoneAt == nil else { throw .misuse("an import that cannot be undone") }
    let studied = try store.read(limit) { connection throws(StoreError) in
      try connection.number(UndoQuery.countStudied, [.integer(item.id)])
    }
    if studied > 0 { return .studied(items: studied) }
    return try store.write(audit, limit) { connection throws(StoreError) in
      try Self.requireNewest(item, connection)
      if try connection.number(UndoQuery.isStudied, [.integer(item.id)]) != 0 { throw .changed }
      let removed = try connection.execute(UndoQuery.deleteItems, [.integer(item.id)])
      try connection.execute(LessonQuery.touch, [.integer(result.lessonID), SQLValue(now)])
      var lessonDeleted = false
      if result.lessonIsNew {
        lessonDeleted = try connection.execute(LessonQuery.deleteIfEmpty, [.integer(result.lessonID), SQLValue(now)]) > 0
      }
      try Self.update(item, ImportQuery.undo, [SQLValue(now)], connection)
      let (undone, target) = try Self.change(item.id, connection)
      return (.undone(undone, removedItems: removed, lessonDeleted: lessonDeleted), target)
    }
  }

  /// A large import loses its rows first, batch by batch, and counts as one whose upload is not finished meanwhile. When the
  /// limit ends it there, it stays so: it can be discarded again, or its upload finished again.
  package func discard(_ item: Import, audit: AuditIntent?, limit: WorkLimit) throws(StoreError) {
    if item.status == .committed { throw .misuse("a committed import cannot be discarded") }
    let isLarge = try store.read(limit) { connection throws(StoreError) in
      try Self.requireNewest(item, connection)
      return try connection.number(ImportRowQuery.isMore, [.integer(item.id), .integer(Int64(Self.batch))]) != 0
    }
    var newest = item
    if isLarge {
      newest = try store.write(nil, limit) { connection throws(StoreError) in
        try Self.update(item, ImportQuery.unfinish, [], connection)
        return try Self.change(item.id, connection)
      }
      try deleteRows(of: newest, downTo: Self.batch, limit: limit)
    }
    try store.write(audit, limit) { connection throws(StoreError) in
      try Self.requireNewest(newest, connection)
      try connection.execute(ImportRowQuery.deleteSome, [.integer(item.id), .integer(Int64(Self.batch))])
      try Self.update(newest, ImportQuery.delete, [], connection)
      return ((), AuditTarget(table: "imports", id: item.id))
    }
  }
}
