package import FiszkaDomain

/// What the use cases of imports work with.
package struct ImportPorts: Sendable {
  let imports: any ImportRepository
  let files: any ImportFileStore
  let lessons: any LessonRepository
  let limits: ImportLimits
  let now: @Sendable () -> Instant
  /// Shared by everyone who works on imports.
  let holds = ImportHolds()
  let onLeftover: @Sendable (_ importID: Int64, StoreError) -> Void

  /// - Parameters:
  ///   - now: the time, asked once per change.
  ///   - onLeftover: told, for the log, that the file of a finished import could not be removed and stays behind.
  package init(
    imports: any ImportRepository, files: any ImportFileStore, lessons: any LessonRepository,
    limits: ImportLimits = .init(), now: @escaping @Sendable () -> Instant,
    onLeftover: @escaping @Sendable (_ importID: Int64, StoreError) -> Void
  ) {
    self.imports = imports
    self.files = files
    self.lessons = lessons
    self.limits = limits
    self.now = now
    self.onLeftover = onLeftover
  }

  /// Reads the import and lets `decide` act on it; reads and decides again when somebody was faster, a few times.
  func deciding<Answer>(on id: Int64, limit: WorkLimit, _ decide: (Import) throws -> Answer) throws -> Answer {
    for _ in 0..<5 {
      do {
        return try decide(try imports.find(id, limit: limit))
      } catch StoreError.changed {
        continue
      }
    }
    throw ImportFailure.inUse
  }

  /// Removes the raw file of an import that needs it no more.
  func removeFile(ofImport id: Int64) {
    do {
      try files.remove(ofImport: id)
    } catch {
      onLeftover(id, error)
    }
  }
}
