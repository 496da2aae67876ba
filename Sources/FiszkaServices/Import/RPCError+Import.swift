import FiszkaAPI
import FiszkaDomain
import TTRPC

extension RPCError {
  /// A use case's failure as the contract documents it.
  init(_ failure: ImportFailure, about subject: ErrorSubject) {
    let id = subject.importMetadata
    switch failure {
    case .refused(let refusal, let item):
      self = Self.refused(refusal, of: item, id)
    case .wrongDigest(let received):
      self.init(
        .invalidArgument, .importHashMismatch, ImportRefusal.wrongDigest.message,
        metadata: ["received_sha256": received.hexadecimal])
    case .uploaderClosed:
      self.init(.unauthenticated, .credentialsInvalid, "The account is closed.")
    case .inUse:
      self.init(
        .unavailable, .importInUse, "Another call works on this import just now; try again.", metadata: id, retryAfterSeconds: 1)
    case .targetNotFound(let lessonID):
      self.init(.notFound, .lessonNotFound, "There is no such lesson.", metadata: ["lesson_id": "\(lessonID)"])
    case .targetNotOwned(let lessonID):
      self = .notOwner(of: "lesson", id: lessonID)
    case .rowNotFound(let number, let total):
      let numbers = ["row_number": "\(number)", "total_rows": "\(total)"]
      self.init(
        .notFound, .importRowNotFound, "The import has no row \(number); it has \(total).",
        metadata: id.merging(numbers) { $1 })
    case .tooManyCorrections:
      self = .invalid(field: "corrections", "are too long for one call; send fewer at once.")
    }
  }

  private static func refused(_ refusal: ImportRefusal, of item: FiszkaDomain.Import?, _ id: [String: String]) -> RPCError {
    func error(_ code: Code, _ reason: ErrorReason, _ more: [String: String] = [:]) -> RPCError {
      RPCError(code, reason, refusal.message, metadata: more)
    }
    switch refusal {
    case .offsetBeyondReceived(_, let received):
      return error(.outOfRange, .importOffsetBeyondEnd, ["received_bytes": "\(received)"])
    case .negativeNumber(let field):
      return .invalid(field: field, "is not negative.")
    case .chunkDiffers(let offset):
      return error(.failedPrecondition, .importChunkDiffers, id.merging(["offset": "\(offset)"]) { $1 })
    case .targetMissing:
      return error(.failedPrecondition, .importTargetMissing, id)
    case .fileTooLarge(_, let maximum):
      return error(.resourceExhausted, .importFileTooLarge, ["limit_bytes": "\(maximum)"])
    case .chunkTooLarge(_, let maximum):
      return .invalid(field: "data", "has at most \(maximum) bytes.")
    case .uploadAlreadyComplete:
      return error(.failedPrecondition, .importUploadFinished, id)
    case .uploadIncomplete(let received):
      return error(.failedPrecondition, .importUploadNotFinished, id.merging(["received_bytes": "\(received)"]) { $1 })
    case .wrongSize(let stated, let received):
      return error(.invalidArgument, .importSizeMismatch, ["size_bytes": "\(stated)", "received_bytes": "\(received)"])
    case .wrongDigest:
      return error(.invalidArgument, .importHashMismatch, ["received_sha256": (item?.digest ?? []).hexadecimal])
    case .alreadyCommitted:
      let lesson = item?.result.map { ["lesson_id": "\($0.lessonID)"] } ?? [:]
      return error(.failedPrecondition, .importCommitted, id.merging(lesson) { $1 })
    case .notCommitted:
      return error(.failedPrecondition, .importNotCommitted, id)
    case .noRows:
      return error(.invalidArgument, .importFileNoRows)
    case .tooManyInvalidRows(let invalid, let total):
      return error(
        .failedPrecondition, .importTooManyInvalidRows, ["total_rows": "\(total)", "error_rows": "\(invalid)"])
    case .studied(let items):
      return error(.failedPrecondition, .importStudied, ["studied_items": "\(items)"])
    }
  }

  /// Why a file as a whole cannot be read. Texts of the file stay out of it.
  init(_ error: ImportReadingError) {
    switch error {
    case .emptyFile:
      self.init(.invalidArgument, .importFileEmpty, error.message, cause: error)
    case .binaryFile:
      self.init(.invalidArgument, .importFileBinary, error.message, cause: error)
    case .nulBytes(let offset):
      self.init(.invalidArgument, .importFileBinary, error.message, metadata: ["offset": "\(offset)"], cause: error)
    case .unreadableEncoding:
      self.init(.invalidArgument, .importEncodingUnreadable, error.message, cause: error)
    case .missingEnglishColumn(let columns):
      self.init(
        .invalidArgument, .importColumnsUnknown,
        "No column has the English words: say in reading.columns which of the \(columns.count) has them.",
        metadata: ["columns": "\(columns.count)"], cause: error)
    case .impossibleMapping:
      self = .invalid(field: "reading.columns", error.message, cause: error)
    case .jsonSyntax(let line, _):
      self.init(.invalidArgument, .importJsonMalformed, error.message, metadata: ["line": "\(line)"], cause: error)
    }
  }
}

extension [UInt8] {
  /// Two lowercase digits a byte.
  var hexadecimal: String {
    map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
