import Dispatch
import Foundation

/// Runs the reference implementations over the test contract: protoc, and Google's Python library.
struct ProtocTool {
  /// The repository, found from this file.
  static let root = URL(filePath: #filePath).appending(path: "../../../..").standardizedFileURL.path

  private static let includes = ["-I\(root)/Tests/Proto", "-I\(root)/proto", "-I/usr/include"]

  /// `protoc --decode`: the text form of an encoded message.
  static func decode(_ type: String, _ bytes: [UInt8]) throws -> String {
    String(decoding: try protoc(["--decode=\(type)"], input: bytes), as: UTF8.self)
  }

  /// `protoc --encode`: the encoding of a text form.
  static func encode(_ type: String, _ text: String) throws -> [UInt8] {
    try protoc(["--encode=\(type)", "--deterministic_output"], input: Array(text.utf8))
  }

  private static func protoc(_ arguments: [String], input: [UInt8]) throws -> [UInt8] {
    try run("/usr/bin/protoc", arguments + includes + ["fiszka/test/v1/kinds.proto"], input: input)
  }

  /// One message with the full name of its type.
  struct Encoded: Equatable {
    let type: String
    let bytes: [UInt8]
  }

  /// Random messages in Python's canonical encoding.
  static func corpus(seed: Int, messagesPerType: Int, types: [String]) throws -> [Encoded] {
    try python(["random", "\(seed)", "\(messagesPerType)"] + types, input: "")
  }

  /// What Python's library reads from `messages`, in its canonical encoding.
  static func canonical(_ messages: [Encoded]) throws -> [Encoded] {
    let lines = messages.map { message in
      message.type + " " + message.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() + "\n"
    }
    return try python(["canonical"], input: lines.joined())
  }

  private static func python(_ arguments: [String], input: String) throws -> [Encoded] {
    let set = FileManager.default.temporaryDirectory.appending(path: "fiszka-\(UUID().uuidString).pb").path
    defer { try? FileManager.default.removeItem(atPath: set) }
    let files = ["fiszka/test/v1/kinds.proto"]
    _ = try run("/usr/bin/protoc", ["--include_imports", "--descriptor_set_out=\(set)"] + includes + files, input: [])
    let script = "\(root)/Tests/ProtobufCSupportTests/Support/corpus.py"
    let output = try run("/usr/bin/python3", [script, set] + arguments, input: Array(input.utf8))
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map { line in
      let parts = line.split(separator: " ", omittingEmptySubsequences: false)
      return Encoded(type: String(parts[0]), bytes: bytes(hex: parts[1]))
    }
  }

  private static func bytes(hex: Substring) -> [UInt8] {
    let digits = hex.utf8.map { $0 < 58 ? $0 - 48 : $0 - 87 }
    return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }

  /// The tool's standard output; throws with its complaint when it fails.
  private static func run(_ tool: String, _ arguments: [String], input: [UInt8]) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments = arguments
    let (standardInput, standardOutput, standardError) = (Pipe(), Pipe(), Pipe())
    process.standardInput = standardInput
    process.standardOutput = standardOutput
    process.standardError = standardError
    try process.run()
    // From another thread: a tool that answers while it still reads would fill both pipes.
    let writer = standardInput.fileHandleForWriting
    DispatchQueue(label: "tool input").async {
      try? writer.write(contentsOf: Data(input))
      try? writer.close()
    }
    let output = try standardOutput.fileHandleForReading.readToEnd() ?? Data()
    let complaint = try standardError.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      throw Failure(text: "\(tool) \(arguments): \(String(decoding: complaint, as: UTF8.self))")
    }
    return Array(output)
  }

  struct Failure: Error {
    let text: String
  }
}
