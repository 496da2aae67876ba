import Foundation

/// Files for tests. Those that others published are not part of the project: `FISZKA_TEST_DATA` names their folder.
enum TestData {
  /// The folder of published files; nil where there is none.
  static let published: URL? = ProcessInfo.processInfo.environment["FISZKA_TEST_DATA"].map { URL(fileURLWithPath: $0) }

  static func bytes(published path: String) throws -> [UInt8] {
    guard let published else { throw CocoaError(.fileNoSuchFile) }
    return Array(try Data(contentsOf: published.appendingPathComponent(path)))
  }

  /// A file of `Tests/Data`.
  static func bytes(own name: String) throws -> [UInt8] {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return Array(try Data(contentsOf: tests.appendingPathComponent("Data/\(name)")))
  }
}
