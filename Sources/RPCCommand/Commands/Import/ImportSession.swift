import CommonProto
import FiszkaAPI
import Glibc
import TTRPC

/// One run of `rpc-cli import` against a server.
struct ImportSession {
  private static let pageSize: Int32 = 500

  private let imports: ImportServiceClient
  private let lessons: LessonServiceClient
  private let options: CallOptions
  private let showsJSON: Bool

  /// An import whose rows the server has read.
  struct Uploaded {
    let record: FiszkaAPI.Import
    let reading: ImportReading
  }

  init(_ channel: any ClientChannel, options: CallOptions, showsJSON: Bool) {
    imports = ImportServiceClient(channel)
    lessons = LessonServiceClient(channel)
    self.options = options
    self.showsJSON = showsJSON
  }

  /// Where the words go: the lesson named, or a new one.
  func target(lesson title: String?, lessonID: Int64?, file: String) async throws(CommandFailure) -> ImportTarget {
    if let lessonID { return ImportTarget(target: .lessonID(lessonID)) }
    guard let title else { return ImportTarget(target: .newLessonTitle(Self.title(ofFile: file))) }
    let found = try await CommandFailure.wrapping { () async throws(RPCError) in
      try await lessons.listLessons(ListLessonsRequest(pageSize: 10, title: title, ownedOnly: true), options: options).lessons
    }
    if found.count > 1 {
      let ids = found.map { "\($0.id)" }.joined(separator: ", ")
      throw .usage("You have several lessons of the title \"\(title)\": choose one with --lesson-id (\(ids)).")
    }
    return ImportTarget(target: found.first.map { .lessonID($0.id) } ?? .newLessonTitle(title))
  }

  private static func title(ofFile path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
    return String(name[..<dot])
  }

  /// Sends the file and has it read.
  func upload(_ file: FileUpload, to target: ImportTarget) async throws(CommandFailure) -> Uploaded {
    var bar = ProgressBar("Uploading")
    defer { bar.clear() }
    var piece = try file.next()
    let created = try await call { () async throws(RPCError) in
      try await imports.createImport(
        CreateImportRequest(filename: file.name, target: target, content: piece), options: options)
    }
    guard let id = created.record?.id else { throw .incomplete("CreateImport") }
    while piece.count == FileUpload.pieceBytes {
      bar.show(file.readBytes, of: max(file.expectedBytes, file.readBytes))
      let offset = Int64(file.readBytes)
      piece = try file.next()
      if piece.isEmpty { break }
      let chunk = UploadImportChunkRequest(importID: id, offset: offset, data: piece)
      _ = try await call { () async throws(RPCError) in try await imports.uploadImportChunk(chunk, options: options) }
    }
    let finish = FinishImportUploadRequest(importID: id, sizeBytes: Int64(file.readBytes), sha256: file.digest())
    do throws(CommandFailure) {
      let finished = try await call { () async throws(RPCError) in try await imports.finishImportUpload(finish, options: options)
      }
      guard let record = finished.record, let reading = finished.reading else { throw .incomplete("FinishImportUpload") }
      return Uploaded(record: record, reading: reading)
    } catch {
      // A file that cannot be read leaves nothing behind.
      await discard(id)
      throw error
    }
  }

  /// Shows every row, then removes the import.
  func preview(_ uploaded: Uploaded) async throws(CommandFailure) {
    let rows = try await rows(of: uploaded.record.id, .unspecified)
    await discard(uploaded.record.id)
    let report = ImportReport(uploaded.record, uploaded.reading, rows: rows)
    if showsJSON {
      Terminal.show(report.json)
    } else {
      for line in report.previewLines { Terminal.show(line) }
    }
  }

  /// Asks the person at the terminal; a no removes the import.
  func confirm(_ uploaded: Uploaded) async throws(CommandFailure) -> Bool {
    let report = ImportReport(uploaded.record, uploaded.reading, rows: [])
    for line in report.summaryLines { Terminal.show(line) }
    Terminal.show("Import them? [y/N]")
    if let answer = readLine(), ["y", "yes", "t", "tak"].contains(answer.lowercased()) { return true }
    await discard(uploaded.record.id)
    Terminal.show("Nothing was imported.")
    return false
  }

  /// Writes the words into their lesson and shows what became of the file.
  func commit(_ uploaded: Uploaded) async throws(CommandFailure) {
    let id = uploaded.record.id
    do throws(CommandFailure) {
      let committed = try await call { () async throws(RPCError) in
        try await imports.commitImport(CommitImportRequest(importID: id), options: options)
      }
      guard let record = committed.record else { throw .incomplete("CommitImport") }
      show(ImportReport(record, uploaded.reading, rows: try await rejected(record)))
    } catch {
      // Too many rows are wrong: which ones is what the person needs now.
      if case .call(let cause) = error.reason, cause.code == .failedPrecondition {
        show(ImportReport(uploaded.record, uploaded.reading, rows: try await rejected(uploaded.record)))
      }
      throw error
    }
  }

  private func show(_ report: ImportReport) {
    if showsJSON {
      Terminal.show(report.json)
    } else {
      for line in report.resultLines { Terminal.show(line) }
    }
  }

  private func rejected(_ record: FiszkaAPI.Import) async throws(CommandFailure) -> [ImportRow] {
    record.errorRows == 0 ? [] : try await rows(of: record.id, .invalid)
  }

  private func rows(of id: Int64, _ filter: ImportRowFilter) async throws(CommandFailure) -> [ImportRow] {
    var rows: [ImportRow] = []
    var request = PreviewImportRequest(importID: id, pageSize: Self.pageSize, filter: filter)
    repeat {
      let next = request
      let page = try await call { () async throws(RPCError) in try await imports.previewImport(next, options: options) }
      rows += page.rows
      request.pageToken = page.nextPageToken
    } while !request.pageToken.isEmpty
    return rows
  }

  /// An import that cannot be removed now is in the way of nobody: it stays in the list of imports.
  private func discard(_ id: Int64) async {
    _ = try? await imports.discardImport(DiscardImportRequest(importID: id), options: options)
  }

  private func call<R>(_ body: () async throws(RPCError) -> R) async throws(CommandFailure) -> R {
    try await CommandFailure.wrapping(body)
  }
}

extension CommandFailure {
  /// Runs calls whose failure is the command's.
  static func wrapping<R>(_ body: () async throws(RPCError) -> R) async throws(CommandFailure) -> R {
    do throws(RPCError) {
      return try await body()
    } catch {
      throw CommandFailure(.call(error))
    }
  }

  /// A server that leaves out what every answer has.
  static func incomplete(_ method: String) -> CommandFailure {
    CommandFailure(.call(RPCError(.internal, "The server's answer to \(method) is incomplete: it speaks another contract.")))
  }
}
