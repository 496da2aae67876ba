import Foundation

/// Debian's Python protobuf (`Data/reference.py`), an implementation of the mapping that is not ours.
enum Reference {
  struct Sample: Sendable {
    let type: String
    let wire: [UInt8]
    let json: [UInt8]
  }

  /// Types whose random messages make the corpus.
  static let types = [
    "fiszka.test.v1.AllKinds", "fiszka.test.v1.Scalars", "fiszka.test.v1.RepeatedScalars", "fiszka.test.v1.UnpackedScalars",
    "fiszka.test.v1.PresentScalars", "fiszka.test.v1.Choice", "fiszka.test.v1.Outer", "fiszka.test.v1.Maps",
    "fiszka.test.v1.WellKnown", "fiszka.test.v1.Names", "fiszka.test.v1.Numbers", "fiszka.test.v1.TenFields",
    "fiszka.dynamic.v1.Published", "fiszka.dynamic.v1.Present", "fiszka.dynamic.v1.Tree", "fiszka.dynamic.v1.Legacy",
    "google.rpc.BadRequest", "google.rpc.RetryInfo", "google.protobuf.Any",
  ]

  /// 60 random messages of each type, the same in every run.
  static let corpus = Result {
    try run(["generate", "20240229", "60"] + types).map { line in
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false)
      return Sample(type: String(parts[0]), wire: bytes(hex: parts[1]), json: bytes(hex: parts[2]))
    }
  }

  /// Runs the script over lines of tab-separated words and gives its answer to each.
  static func run(_ arguments: [String], lines: [[String]] = []) throws -> [String] {
    let folder = try TemporaryFolder()
    let set = folder.url.appending(path: "set")
    try Data(try Contract.descriptorSet.get()).write(to: set)
    let input = lines.map { $0.joined(separator: "\t") + "\n" }.joined()
    let script = Contract.data.appending(path: "reference.py").path
    let output = try Command.run("/usr/bin/python3", [script, set.path] + arguments, input: [UInt8](input.utf8))
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  static func hex(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  static func bytes(hex: some StringProtocol) -> [UInt8] {
    let digits = hex.utf8.map { $0 < 58 ? $0 - 48 : $0 - 87 }
    return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
