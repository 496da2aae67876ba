import FiszkaAPI
import FiszkaDomain
import TTRPC

extension RPCError {
  /// A store's failure as the caller may know it.
  init(_ error: StoreError, about subject: ErrorSubject) {
    switch error {
    case .busy, .changed:
      self.init(
        .unavailable, .storageBusy, "Others are writing just now; nothing was changed. Try again.", retryAfterSeconds: 1,
        cause: error)
    case .full:
      self.init(
        .resourceExhausted, .storageFull, "The server has no room left; nothing was changed. Ask its operator to make room.",
        cause: error)
    case .interrupted(let interruption):
      self.init(interruption)
    case .notFound(let what):
      self = Self.notFound(what, about: subject, cause: error)
    case .duplicate("backup"):
      self.init(
        .alreadyExists, .backupExists, "There is a backup of that name; choose another.", metadata: subject.backupMetadata,
        cause: error)
    case .duplicate("user"):
      self.init(.alreadyExists, .emailTaken, "Another account has this address.", cause: error)
    case .duplicate:
      self.init(.alreadyExists, "The same exists already.", cause: error)
    case .constraint:
      self.init(.failedPrecondition, "The change does not fit what is stored.", cause: error)
    case .corrupt:
      self = .damaged(error)
    case .unavailable, .misuse:
      self = .defect(error)
    }
  }

  init(_ interruption: WorkInterruption) {
    switch interruption {
    case .deadlineExceeded:
      self.init(.deadlineExceeded, "The time for the call ran out: allow more time, or ask for less at once.")
    case .cancelled:
      self.init(.cancelled, "The caller gave the call up.")
    }
  }

  /// Stores name what is missing by its singular area name.
  private static func notFound(_ what: String, about subject: ErrorSubject, cause: StoreError) -> RPCError {
    switch what {
    case "lesson":
      RPCError(.notFound, .lessonNotFound, "There is no such lesson.", metadata: subject.lessonMetadata, cause: cause)
    case "import":
      RPCError(.notFound, .importNotFound, "There is no such import.", metadata: subject.importMetadata, cause: cause)
    case "import row":
      RPCError(.notFound, .importRowNotFound, "There is no such row.", metadata: subject.importMetadata, cause: cause)
    case "backup":
      RPCError(.notFound, .backupNotFound, "There is no such backup.", metadata: subject.backupMetadata, cause: cause)
    case "user":
      RPCError(
        .notFound, .userNotFound, "There is no such account, or it is deleted.", metadata: subject.userMetadata, cause: cause)
    case "export":
      RPCError(
        .notFound, .exportNotFound, "There is no such export, or it is expired.", metadata: subject.exportMetadata, cause: cause)
    case "import file":
      // A record says that its bytes were received: that they are gone is damage.
      .damaged(cause)
    default:
      .defect(cause)
    }
  }

  private static func damaged(_ cause: StoreError) -> RPCError {
    RPCError(
      .dataLoss, .storageCorrupt, "Stored data are damaged; the server's operator must look at its log.", cause: cause)
  }
}
