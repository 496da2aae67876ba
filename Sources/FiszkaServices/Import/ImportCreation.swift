import FiszkaDomain

/// CreateImport: the record, then the first bytes of the file.
struct ImportCreation {
  let ports: ImportPorts
  let upload: ImportUpload

  func create(
    _ new: NewImport, content: [UInt8], caller: Caller, audit: AuditIntent?, limit: WorkLimit
  ) throws -> Import {
    let maximum = ports.limits.maximumFileBytes
    if content.count > maximum {
      throw ImportFailure.refused(.fileTooLarge(bytes: Int64(content.count), maximum: maximum), of: nil)
    }
    try ports.check(new.target, for: caller, limit: limit)
    audit?.addDetail(field: "filename")
    if new.settings != ImportSettings() { audit?.addDetail(field: "reading") }
    if new.target != nil { audit?.addDetail(field: "target") }
    let item = try make(new, audit: audit, limit: limit)
    if content.isEmpty { return item }
    do {
      return try upload.take(content, at: 0, of: item.id, limit: limit)
    } catch {
      takeBack(item, actorID: caller.accountID)
      throw error
    }
  }

  private func make(_ new: NewImport, audit: AuditIntent?, limit: WorkLimit) throws -> Import {
    do {
      return try ports.imports.create(new, at: ports.now(), audit: audit, limit: limit)
    } catch StoreError.notFound("user") {
      throw ImportFailure.uploaderClosed
    }
  }

  /// The caller does not learn the id of an import whose bytes could not be kept, so it must not stay.
  private func takeBack(_ item: Import, actorID: Int64) {
    do {
      let audit = AuditIntent(action: "import.discard", actorID: actorID)
      try ports.imports.discard(try ports.imports.find(item.id, limit: .none), audit: audit, limit: .none)
    } catch {
      // What made the upload fail is told to the caller; the import can still be listed and discarded.
      ports.onLeftover(item.id, error)
    }
    ports.removeFile(ofImport: item.id)
  }
}
