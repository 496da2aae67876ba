import FiszkaDomain
import Glibc

/// A failed system call. Made right after the call, while `errno` is still its.
struct SystemError: Error {
  /// What was tried, such as "write imports/7".
  let action: String
  let code: Int32

  init(_ action: String) {
    self.action = action
    code = errno
  }

  var text: String { "\(action): \(String(cString: strerror(code)))" }

  var storeError: StoreError {
    switch code {
    case ENOSPC, EDQUOT, EFBIG: .full
    default: .unavailable(text)
    }
  }
}
