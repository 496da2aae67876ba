import Foundation

/// Runs a real program to its end. Input and output go through files, so that neither side can block the other.
enum Command {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  /// What the program wrote to standard output; throws what it wrote to standard error when it fails.
  static func run(_ program: String, _ arguments: [String], input: [UInt8] = []) throws -> [UInt8] {
    let folder = try TemporaryFolder()
    let files = ["in", "out", "err"].map { folder.url.appending(path: $0) }
    for file in files { try Data().write(to: file) }
    try Data(input).write(to: files[0])
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(description: "\(program) failed: \(try String(contentsOf: files[2], encoding: .utf8))")
    }
    return [UInt8](try Data(contentsOf: files[1]))
  }
}
