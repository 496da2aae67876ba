import FiszkaAPI
import FiszkaSecurity
import TTRPC

extension Harness {
  /// Makes an import with `file` as its first bytes; its id.
  func create(
    _ file: String, target: ImportTarget? = .newLesson("Words"), options: CallOptions = .init()
  ) async throws -> Int64 {
    try await create(Array(file.utf8), target: target, options: options)
  }

  func create(
    _ file: [UInt8], target: ImportTarget? = .newLesson("Words"), options: CallOptions = .init()
  ) async throws -> Int64 {
    let request = CreateImportRequest(filename: "words.csv", target: target, content: file)
    return try await imports.createImport(request, options: options).record!.id
  }

  /// Makes an import and finishes its upload.
  func finish(
    _ file: [UInt8], reading: ImportReadingOptions? = nil, target: ImportTarget? = .newLesson("Words"),
    options: CallOptions = .init()
  ) async throws -> FinishImportUploadResponse {
    let id = try await create(file, target: target, options: options)
    return try await imports.finishImportUpload(.of(id, file, reading: reading), options: options)
  }

  /// The id of an import of `file` whose rows are staged.
  func staged(
    _ file: String, target: ImportTarget? = .newLesson("Words"), options: CallOptions = .init()
  ) async throws -> Int64 {
    try await finish(Array(file.utf8), target: target, options: options).record!.id
  }

  func commit(_ id: Int64, target: ImportTarget? = nil, options: CallOptions = .init()) async throws -> Import {
    try await imports.commitImport(CommitImportRequest(importID: id, target: target), options: options).record!
  }

  func record(_ id: Int64) async throws -> Import {
    try await imports.getImport(GetImportRequest(importID: id)).record!
  }

  func rows(_ id: Int64, filter: ImportRowFilter = .unspecified) async throws -> [ImportRow] {
    try await imports.previewImport(PreviewImportRequest(importID: id, filter: filter)).rows
  }
}

extension ImportTarget {
  static func newLesson(_ title: String) -> ImportTarget { ImportTarget(target: .newLessonTitle(title)) }
  static func lesson(_ id: Int64) -> ImportTarget { ImportTarget(target: .lessonID(id)) }
}

extension FinishImportUploadRequest {
  /// The true end of the upload of `file`.
  static func of(_ id: Int64, _ file: [UInt8], reading: ImportReadingOptions? = nil) -> FinishImportUploadRequest {
    FinishImportUploadRequest(
      importID: id, sizeBytes: Int64(file.count), sha256: SHA256.digest(file), reading: reading)
  }
}
