import FiszkaDomain

/// Why a use case of imports does not do what was asked, beyond what stores and readings throw.
enum ImportFailure: Error {
  /// A rule refuses; the import as it was, where there is one.
  case refused(ImportRefusal, of: Import?)
  /// The bytes received have another SHA-256 than was told.
  case wrongDigest(received: [UInt8])
  /// The uploader's account was closed after the call had begun.
  case uploaderClosed
  /// Another call works on the import.
  case inUse
  /// The target lesson is not there or deleted.
  case targetNotFound(lessonID: Int64)
  /// The target lesson belongs to another account.
  case targetNotOwned(lessonID: Int64)
  /// The import has fewer rows.
  case rowNotFound(number: Int64, totalRows: Int64)
  /// The corrected rows would not fit an answer.
  case tooManyCorrections
}
