package import FiszkaDomain

extension SQLiteLessonRepository: PhoneticHintRepository {
  package func phoneticHint(ofEnglish key: TextKey, limit: WorkLimit) throws(StoreError) -> String? {
    try store.read(limit) { connection throws(StoreError) in
      try connection.first(LessonQuery.hint, [.text(key.text)]) { row throws(StoreError) in try row.text() }
    }
  }
}
