import Foundation

/// Programs that the tests run.
enum Program {
  /// Built beside the tests.
  static let espeakWorker = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "fiszka-espeak").path

  /// A script in a folder of its own.
  static func script(_ text: String, in folder: TemporaryFolder) throws -> String {
    let path = folder / "program"
    try "#!/bin/sh\n\(text)\n".write(toFile: folder / "text", atomically: false, encoding: .utf8)
    // Written by a process that starts no others: a file that is open for writing, also in a child of another test that is just being
    // started, cannot be run.
    let copy = try Process.run(URL(filePath: "/usr/bin/install"), arguments: ["-m", "700", folder / "text", path])
    copy.waitUntilExit()
    return path
  }
}

/// An empty folder, removed with its value.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    path = "/tmp/fiszka-speech-\(UInt32.random(in: .min ... .max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of something in the folder.
  static func / (folder: TemporaryFolder, name: String) -> String {
    "\(folder.path)/\(name)"
  }
}
