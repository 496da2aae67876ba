package import FiszkaDomain

extension PolicyInterceptor {
  /// How to find the owner of each kind of resource that a policy names.
  package static func owners(imports: any ImportRepository, lessons: any LessonRepository) -> [String: OwnerLookup] {
    [
      "import": { (id, limit) throws(StoreError) in
        try found { () throws(StoreError) in try imports.find(id, limit: limit).origin.uploadedBy }
      },
      "lesson": { (id, limit) throws(StoreError) in
        try found { () throws(StoreError) in try lessons.lesson(id, limit: limit).ownerID }
      },
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
