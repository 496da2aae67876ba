package import FiszkaAPI
import FiszkaDomain
package import TTRPC

/// `fiszka.v1.ImportService`: checks a request, hands it to its use case, and gives the outcome its form on the wire.
package struct ImportServiceHandler: ImportService {
  private let ports: ImportPorts
  private var holds: ImportHolds { ports.holds }

  package init(_ ports: ImportPorts) {
    self.ports = ports
  }

  // MARK: Upload

  package func createImport(_ request: CreateImportRequest, _ call: CallContext) throws(RPCError) -> CreateImportResponse {
    let caller = try call.requireCaller()
    var check = RequestCheck()
    let new = NewImport(
      uploadedBy: caller.accountID, fileName: check.label(request.filename, "filename"),
      settings: check.settings(request.reading) ?? ImportSettings(), target: check.target(request.target))
    check.chunk(request.content, "content", limits: ports.limits)
    try check.finish()
    let creation = ImportCreation(ports: ports, upload: ImportUpload(ports: ports, holds: holds))
    return try call.answer(.none) { limit in
      let item = try creation.create(
        new, content: request.content, caller: caller, audit: call.auditIntent, limit: limit)
      return CreateImportResponse(record: .init(item))
    }
  }

  package func uploadImportChunk(
    _ request: UploadImportChunkRequest, _ call: CallContext
  ) throws(RPCError) -> UploadImportChunkResponse {
    var check = RequestCheck()
    check.id(request.importID, "import_id")
    check.require(request.offset >= 0, "offset", "is not negative.")
    check.require(!request.data.isEmpty, "data", "has at least 1 byte.")
    check.chunk(request.data, "data", limits: ports.limits)
    try check.finish()
    return try call.answer(.importID(request.importID)) { limit in
      let upload = ImportUpload(ports: ports, holds: holds)
      let item = try upload.take(request.data, at: request.offset, of: request.importID, limit: limit)
      return UploadImportChunkResponse(receivedBytes: item.receivedBytes)
    }
  }

  package func finishImportUpload(
    _ request: FinishImportUploadRequest, _ call: CallContext
  ) throws(RPCError) -> FinishImportUploadResponse {
    var check = RequestCheck()
    check.id(request.importID, "import_id")
    check.require(request.sizeBytes >= 0, "size_bytes", "is not negative.")
    check.require(request.sha256.count == 32, "sha256", "has 32 bytes.")
    let settings = check.settings(request.reading)
    try check.finish()
    return try call.answer(.importID(request.importID)) { limit in
      let outcome = try ImportFinish(ports: ports, holds: holds).finish(
        request.importID, sizeBytes: request.sizeBytes, digest: request.sha256, settings: settings, limit: limit)
      return FinishImportUploadResponse(
        record: .init(outcome.item), reading: outcome.item.shownReading, droppedCorrections: outcome.droppedCorrections)
    }
  }

  // MARK: Rows

  package func previewImport(_ request: PreviewImportRequest, _ call: CallContext) throws(RPCError) -> PreviewImportResponse {
    let id = request.importID
    var check = RequestCheck()
    check.id(id, "import_id")
    let selection = check.selection(request.filter)
    try check.finish()
    let query = try PageQuery(
      size: request.pageSize, token: request.pageToken, filter: "import_rows;import=\(id);rows=\(selection.rawValue)")
    return try call.answer(.importID(id)) { limit in
      let item = try ImportPreview(ports: ports, holds: holds).look(at: id, limit: limit)
      let (rows, next) = try query.collect(
        { (page) throws(StoreError) in try ports.imports.rows(of: id, selection, page: page, limit: limit) },
        key: \.row.number, convert: { FiszkaAPI.ImportRow($0.row, isCorrected: $0.isCorrected) })
      return PreviewImportResponse(record: .init(item), reading: item.shownReading, rows: rows, nextPageToken: next)
    }
  }

  package func correctImportRows(
    _ request: CorrectImportRowsRequest, _ call: CallContext
  ) throws(RPCError) -> CorrectImportRowsResponse {
    var check = RequestCheck()
    check.id(request.importID, "import_id")
    let changes = check.changes(request.corrections)
    try check.finish()
    return try call.answer(.importID(request.importID)) { limit in
      var rows: [FiszkaAPI.ImportRow] = []
      let outcome = try ImportCorrection(ports: ports, holds: holds).correct(
        changes, of: request.importID, limit: limit
      ) { corrected in
        rows = corrected.map { FiszkaAPI.ImportRow($0, isCorrected: true) }
        let bytes = try rows.reduce(0) { try $0 + $1.encodedByteCount() }
        if bytes > PageQuery.maximumBytes { throw ImportFailure.tooManyCorrections }
      }
      return CorrectImportRowsResponse(record: .init(outcome), rows: rows)
    }
  }

  // MARK: Commit and after

  package func commitImport(_ request: CommitImportRequest, _ call: CallContext) throws(RPCError) -> CommitImportResponse {
    let caller = try call.requireCaller()
    var check = RequestCheck()
    check.id(request.importID, "import_id")
    let target = check.target(request.target)
    try check.finish()
    return try call.answer(.importID(request.importID)) { limit in
      let outcome = try ImportCommit(ports: ports, holds: holds).commit(
        request.importID, to: target, caller: caller, audit: call.auditIntent, limit: limit)
      if !outcome.isFirst { call.declareNothingChanged() }
      return CommitImportResponse(record: .init(outcome.item))
    }
  }

  package func undoImport(_ request: UndoImportRequest, _ call: CallContext) throws(RPCError) -> UndoImportResponse {
    try RequestCheck.importID(request.importID)
    return try call.answer(.importID(request.importID)) { limit in
      let outcome = try ImportWithdrawal(ports: ports, holds: holds).undo(
        request.importID, audit: call.auditIntent, limit: limit)
      if !outcome.isFirst { call.declareNothingChanged() }
      return UndoImportResponse(
        record: .init(outcome.item), removedItems: outcome.removedItems, lessonDeleted: outcome.lessonDeleted)
    }
  }

  package func discardImport(_ request: DiscardImportRequest, _ call: CallContext) throws(RPCError) -> DiscardImportResponse {
    try RequestCheck.importID(request.importID)
    return try call.answer(.importID(request.importID)) { limit in
      try ImportWithdrawal(ports: ports, holds: holds).discard(
        request.importID, audit: call.auditIntent, limit: limit)
      return DiscardImportResponse()
    }
  }

  // MARK: Records

  package func getImport(_ request: GetImportRequest, _ call: CallContext) throws(RPCError) -> GetImportResponse {
    try RequestCheck.importID(request.importID)
    return try call.answer(.importID(request.importID)) { limit in
      let item = try ports.imports.find(request.importID, limit: limit)
      return GetImportResponse(record: .init(item), reading: item.shownReading)
    }
  }

  package func listImports(_ request: ListImportsRequest, _ call: CallContext) throws(RPCError) -> ListImportsResponse {
    let caller = try call.requireCaller()
    var check = RequestCheck()
    let filter = ImportFilter(uploadedBy: caller.accountID, status: check.status(request.status))
    try check.finish()
    let query = try PageQuery(
      size: request.pageSize, token: request.pageToken,
      filter: "imports;uploaded_by=\(caller.accountID);status=\(filter.status?.rawValue ?? "")")
    return try call.answer(.none) { limit in
      let (imports, next) = try query.collect(
        { (page) throws(StoreError) in try ports.imports.list(filter, page: page, limit: limit) },
        key: \.id, convert: { FiszkaAPI.Import($0) })
      return ListImportsResponse(imports: imports, nextPageToken: next)
    }
  }
}

extension RequestCheck {
  fileprivate static func importID(_ value: Int64) throws(RPCError) {
    var check = RequestCheck()
    check.id(value, "import_id")
    try check.finish()
  }

  fileprivate mutating func chunk(_ data: [UInt8], _ field: String, limits: ImportLimits) {
    require(data.count <= limits.maximumChunkBytes, field, "has at most \(limits.maximumChunkBytes) bytes.")
  }
}

extension FiszkaDomain.Import {
  /// How the file was read; nil before the upload is complete.
  fileprivate var shownReading: FiszkaAPI.ImportReading? {
    uploadComplete ? reading.map { .init($0, settings: origin.settings) } : nil
  }
}
