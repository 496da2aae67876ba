import FiszkaAPI

extension ErrorReason {
  /// What stands in google.rpc.ErrorInfo.reason: the contract's name without "ERROR_REASON_".
  var name: String {
    switch self {
    case .unspecified: "UNSPECIFIED"
    case .credentialsMissing: "CREDENTIALS_MISSING"
    case .credentialsInvalid: "CREDENTIALS_INVALID"
    case .adminRequired: "ADMIN_REQUIRED"
    case .notOwner: "NOT_OWNER"
    case .requestInvalid: "REQUEST_INVALID"
    case .pageTokenInvalid: "PAGE_TOKEN_INVALID"
    case .storageFull: "STORAGE_FULL"
    case .storageBusy: "STORAGE_BUSY"
    case .storageCorrupt: "STORAGE_CORRUPT"
    case .lessonNotFound: "LESSON_NOT_FOUND"
    case .importNotFound: "IMPORT_NOT_FOUND"
    case .importRowNotFound: "IMPORT_ROW_NOT_FOUND"
    case .importInUse: "IMPORT_IN_USE"
    case .importFileTooLarge: "IMPORT_FILE_TOO_LARGE"
    case .importOffsetBeyondEnd: "IMPORT_OFFSET_BEYOND_END"
    case .importUploadFinished: "IMPORT_UPLOAD_FINISHED"
    case .importUploadNotFinished: "IMPORT_UPLOAD_NOT_FINISHED"
    case .importSizeMismatch: "IMPORT_SIZE_MISMATCH"
    case .importHashMismatch: "IMPORT_HASH_MISMATCH"
    case .importFileEmpty: "IMPORT_FILE_EMPTY"
    case .importFileNoRows: "IMPORT_FILE_NO_ROWS"
    case .importFileBinary: "IMPORT_FILE_BINARY"
    case .importEncodingUnreadable: "IMPORT_ENCODING_UNREADABLE"
    case .importColumnsUnknown: "IMPORT_COLUMNS_UNKNOWN"
    case .importJsonMalformed: "IMPORT_JSON_MALFORMED"
    case .importTooManyInvalidRows: "IMPORT_TOO_MANY_INVALID_ROWS"
    case .importTargetMissing: "IMPORT_TARGET_MISSING"
    case .importCommitted: "IMPORT_COMMITTED"
    case .importNotCommitted: "IMPORT_NOT_COMMITTED"
    case .importStudied: "IMPORT_STUDIED"
    case .importChunkDiffers: "IMPORT_CHUNK_DIFFERS"
    case .backupExists: "BACKUP_EXISTS"
    case .backupNotFound: "BACKUP_NOT_FOUND"
    case .unrecognized(let number): "\(number)"
    }
  }
}
