import Glibc

/// Why the daemon does not start. Exit codes are those of sysexits.h.
struct StartFailure: Error {
  /// The command line is wrong (EX_USAGE).
  static let wrongUse: CInt = 64
  /// An address cannot be listened on (EX_UNAVAILABLE).
  static let cannotListen: CInt = 69
  /// A defect of this program (EX_SOFTWARE).
  static let defect: CInt = 70
  /// A setting, the configuration file or the data folder is wrong (EX_CONFIG).
  static let configuration: CInt = 78

  let exitCode: CInt
  /// Sentences that say what is wrong and what to do.
  let message: String

  init(_ exitCode: CInt, _ message: String) {
    self.exitCode = exitCode
    self.message = message
  }

  /// Something is wrong with a setting, the configuration file or the data folder.
  init(_ message: String) {
    self.init(Self.configuration, message)
  }

  /// For a system call that failed just now.
  static func systemError() -> String {
    String(cString: strerror(errno))
  }
}
