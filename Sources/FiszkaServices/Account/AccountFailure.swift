import FiszkaAPI
import FiszkaDomain
import TTRPC

/// Why a call about accounts or sessions fails, beyond what stores throw.
enum AccountFailure: Error {
  /// No account has the address and password.
  case signInRefused
  /// Too many attempts; the next one is taken in so many seconds.
  case limited(retryAfterSeconds: Int64)
  /// The current password is another.
  case passwordWrong
  /// The call has no token.
  case tokenMissing
  /// The account behind the call's token was deleted meanwhile.
  case accountGone
  /// There would be no admin left.
  case lastAdmin
  /// It is the system's account.
  case systemAccount
}

extension RPCError {
  /// The failure as the contract documents it.
  init(_ failure: AccountFailure, about subject: ErrorSubject) {
    switch failure {
    case .signInRefused:
      self.init(.unauthenticated, .signInRefused, "No account has this address and password.")
    case .limited(let seconds):
      self.init(
        .resourceExhausted, .signInLimited, "Too many attempts: try again in \(seconds) s.", retryAfterSeconds: seconds)
    case .passwordWrong:
      self.init(.permissionDenied, .passwordWrong, "The current password is another.")
    case .tokenMissing:
      self.init(.failedPrecondition, .tokenMissing, "The call has no token, so there is no session to end.")
    case .accountGone:
      self = .credentialsInvalid
    case .lastAdmin:
      self.init(
        .failedPrecondition, .lastAdmin, "It is the last admin: make another one first.", metadata: subject.userMetadata)
    case .systemAccount:
      self.init(
        .failedPrecondition, .systemAccount, "The system's account has no password and nobody changes it.",
        metadata: subject.userMetadata)
    }
  }

  init(_ error: PasswordHashingError) {
    switch error {
    case .outOfMemory:
      self.init(.resourceExhausted, "The server has no memory for this now: call again in a moment.", cause: error)
    case .damaged:
      self.init(
        .dataLoss, .storageCorrupt, "Stored data are damaged; the server's operator must look at its log.", cause: error)
    }
  }

  /// CREDENTIALS_INVALID.
  static let credentialsInvalid = RPCError(
    .unauthenticated, .credentialsInvalid, "The session is not valid, or not any more: sign in again.")
}
