import Foundation

/// An empty folder with a short path, removed with its value.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = "/tmp/fiszka-\(UInt32.random(in: .min ... .max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of something in the folder.
  static func / (folder: TemporaryFolder, name: String) -> String {
    "\(folder.path)/\(name)"
  }

  /// Writes a file; its path.
  func file(_ name: String, _ text: String) throws -> String {
    try text.write(toFile: self / name, atomically: false, encoding: .utf8)
    return self / name
  }

  /// Whether there is something of that name.
  func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: self / name)
  }
}
