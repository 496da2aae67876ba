import Foundation

/// A folder of its own that is gone with this object.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("fiszka-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    path = folder.path
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Permission bits of a file in the folder, or of the folder itself.
  func mode(of name: String = "") throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: name.isEmpty ? path : "\(path)/\(name)")
    return try (attributes[.posixPermissions] as? Int).unwrapped()
  }
}

extension Optional {
  struct IsNil: Error {}

  /// The value; throws when there is none.
  func unwrapped() throws -> Wrapped {
    guard let self else { throw IsNil() }
    return self
  }
}
