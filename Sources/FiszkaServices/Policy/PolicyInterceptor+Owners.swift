package import FiszkaDomain

extension PolicyInterceptor {
  /// How to find the owner of each kind of resource that a policy names.
  package static func owners(
    imports: any ImportRepository, lessons: any LessonRepository, persons: any PersonRepository,
    exports: any UserDataExportRepository
  ) -> [String: OwnerLookup] {
    [
      "export": { (id, limit) throws(StoreError) in
        try found { () throws(StoreError) in try exports.subject(ofExport: id, limit: limit) }
      },
      "import": { (id, limit) throws(StoreError) in
        try found { () throws(StoreError) in try imports.find(id, limit: limit).origin.uploadedBy }
      },
      "lesson": { (id, limit) throws(StoreError) in
        try found { () throws(StoreError) in try lessons.lesson(id, limit: limit).ownerID }
      },
      // An account is its own; who was erased has nothing any more.
      "user": { (id, limit) throws(StoreError) in try persons.hasPerson(id, limit: limit) ? id : nil },
    ]
  }

  private static func found(_ read: () throws(StoreError) -> Int64) throws(StoreError) -> Int64? {
    do {
      return try read()
    } catch .notFound {
      return nil
    }
  }
}
