import Glibc

/// A system call that failed.
struct SystemFailure: Error, CustomStringConvertible {
  /// What was to be done, such as "start espeak-ng".
  let action: String
  /// The system's number.
  let errno: CInt

  init(_ action: String, _ code: CInt = Glibc.errno) {
    self.action = action
    errno = code
  }

  var description: String { "cannot \(action): \(String(cString: strerror(errno)))" }

  /// The result of a call that fails with a negative one.
  static func check(_ result: CInt, _ action: String) throws(SystemFailure) -> CInt {
    if result < 0 { throw SystemFailure(action) }
    return result
  }
}
