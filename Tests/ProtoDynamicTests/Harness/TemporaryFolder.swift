import Foundation

/// A folder that goes with the value that holds it.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "fiszka-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    // Nothing can be done about a folder that does not go; it is in the system's temporary folder.
    try? FileManager.default.removeItem(at: url)
  }
}
