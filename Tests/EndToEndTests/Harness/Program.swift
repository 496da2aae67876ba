import Foundation

/// The programs that the tests run, built beside them.
enum Program: String {
  case fiszkad
  case rpcCLI = "rpc-cli"
  /// Serves the test contract and health, nothing of the product.
  case echoServer = "echo-server"

  /// Absolute path.
  var path: String {
    URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: rawValue).path
  }

  /// Runs to the end.
  ///
  /// - Parameters:
  ///   - variables: Added to an environment that has no settings of ours.
  ///   - input: What stands on standard input, by default nothing.
  func run(_ arguments: [String], _ variables: [String: String] = [:], input: String = "") async throws -> Outcome {
    let folder = try TemporaryFolder()
    try Data(input.utf8).write(to: URL(filePath: folder / "input"))
    let files = try [("input", O_RDONLY), ("output", O_WRONLY | O_CREAT), ("errors", O_WRONLY | O_CREAT)].map { name, flags in
      try check(open(folder / name, flags | O_CLOEXEC, 0o600), "open \(name)")
    }
    defer { for file in files { close(file) } }
    let child = try Child(
      path, arguments, Self.environment(variables, home: folder.path), input: files[0], output: files[1], errors: files[2])
    let exitCode = await child.exitCode.value
    return Outcome(
      exitCode: exitCode, output: try String(contentsOfFile: folder / "output", encoding: .utf8),
      errors: try String(contentsOfFile: folder / "errors", encoding: .utf8))
  }

  /// What the tests run in, without our own settings and with a home of its own.
  static func environment(_ variables: [String: String], home: String) -> [String: String] {
    var all = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("FISZKA_") && !$0.key.hasPrefix("XDG_") }
    all["HOME"] = home
    return all.merging(variables) { $1 }
  }
}

/// How a program ended.
struct Outcome {
  /// Negative: the number of the signal that ended it.
  let exitCode: Int32
  let output: String
  let errors: String
}

/// The result of a system call, or an error that says which one failed.
func check(_ result: CInt, _ action: String) throws -> CInt {
  if result >= 0 { return result }
  throw HarnessError("\(action): \(String(cString: strerror(errno)))")
}

/// The harness itself failed.
struct HarnessError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) {
    self.description = description
  }
}
