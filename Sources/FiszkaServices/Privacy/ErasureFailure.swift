import FiszkaAPI
import TTRPC

/// Why a person is not erased, beyond what stores throw.
enum ErasureFailure: Error {
  /// It is the system's account.
  case systemAccount
  /// There would be no admin left.
  case lastAdmin
  /// The erasure has begun, and the disk has no room for the rest.
  case noRoom
  /// The erasure has begun, and others keep the data file in use.
  case busy
}

extension RPCError {
  /// The failure as the contract documents it.
  init(_ failure: ErasureFailure, about subject: ErrorSubject) {
    switch failure {
    case .systemAccount:
      self.init(
        .failedPrecondition, .systemAccount, "The system's account is nobody's and stays.", metadata: subject.userMetadata)
    case .lastAdmin:
      self.init(
        .failedPrecondition, .lastAdmin, "It is the last admin: make another one first.", metadata: subject.userMetadata)
    case .busy:
      self.init(
        .unavailable, .storageBusy,
        "The account is closed and blank, but others use the data file, so that it cannot be rewritten: erase again.",
        metadata: subject.userMetadata, retryAfterSeconds: 10)
    case .noRoom:
      self.init(
        .resourceExhausted, .storageFull,
        "The account is closed and blank, but there is no room to rewrite the data file: make room, then erase again.",
        metadata: subject.userMetadata)
    }
  }
}
