import Foundation
import ProtoDynamic

/// The test contract and the messages beside it, compiled by protoc once per run.
enum Contract {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let data = root.appending(path: "Tests/ProtoDynamicTests/Data")
  static let importPaths = ["Tests/Proto", "proto", "Tests/ProtoDynamicTests/Data"].map { "-I\(root.appending(path: $0).path)" }
  static let files = [
    "fiszka/test/v1/kinds.proto", "fiszka/test/v1/echo.proto", "google/rpc/error_details.proto", "extras.proto", "legacy.proto",
  ]

  static let descriptorSet = Result { try compile(files) }

  static func compile(_ files: [String]) throws -> [UInt8] {
    try Command.run(
      "/usr/bin/protoc", importPaths + ["--include_imports", "--descriptor_set_out=/dev/stdout"] + files)
  }

  static func pool() throws -> DescriptorPool { try DescriptorPool(fileDescriptorSet: try descriptorSet.get()) }

  static func mapping() throws -> JSONMapping { JSONMapping(try pool()) }

  /// The wire bytes that protoc makes of its text format.
  static func wire(_ text: String, as message: String) throws -> [UInt8] {
    try Command.run(
      "/usr/bin/protoc", importPaths + ["--deterministic_output", "--encode=\(message)"] + files, input: [UInt8](text.utf8))
  }

  /// protoc's text format of wire bytes.
  static func text(_ wire: [UInt8], as message: String) throws -> String {
    let text = try Command.run("/usr/bin/protoc", importPaths + ["--decode=\(message)"] + files, input: wire)
    return String(decoding: text, as: UTF8.self)
  }
}
