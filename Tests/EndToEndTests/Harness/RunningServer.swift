import Foundation
import Testing

/// A `fiszkad serve` that has said it is ready.
final class RunningServer: Sendable {
  /// Addresses as the ready line names them, in the form that `--address` takes.
  let addresses: [String]
  /// The data folder as the ready line names it.
  let data: String
  let log: Lines
  let child: Child
  /// Lives as long as the process, which may write to it until its end.
  private let home: TemporaryFolder

  /// - Parameters:
  ///   - home: Where HOME points; options name everything else.
  ///   - launcher: A program with arguments that becomes the server, such as prlimit.
  ///   - readsLog: False: after the ready line nobody takes the log any more, and writing to it blocks.
  init(
    _ arguments: [String], _ variables: [String: String] = [:], home: TemporaryFolder, launcher: [String] = [],
    readsLog: Bool = true
  ) async throws {
    self.home = home
    log = try Lines()
    let nothing = try check(open("/dev/null", O_RDWR | O_CLOEXEC), "open /dev/null")
    defer { close(nothing) }
    let command = launcher + [Program.fiszkad.path, "serve"] + arguments
    child = try Child(
      command[0], Array(command.dropFirst()), Program.environment(variables, home: home.path), input: nothing,
      output: nothing, errors: log.writingEnd)
    let isReady = #""message":"ready""#
    if readsLog { log.read() } else { log.read(upTo: isReady) }
    guard let line = await log.first(containing: isReady) else {
      throw HarnessError("fiszkad ended with \(await child.exitCode.value): \(log.all.joined(separator: "\n"))")
    }
    let ready = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    let metadata = try #require(ready["metadata"] as? [String: Any])
    if !readsLog { _ = await log.first(containing: Lines.isFull) }
    addresses = try #require(metadata["addresses"] as? [String])
    data = try #require(metadata["data"] as? String)
  }

  deinit {
    child.end()
  }

  /// A server on one Unix socket, "s" in the folder.
  static func onSocket(in folder: TemporaryFolder) async throws -> RunningServer {
    try await RunningServer(["--data", folder / "data", "--unix", folder / "s"], home: folder)
  }

  /// Sends SIGTERM and waits; the exit code.
  func stop() async -> Int32 {
    child.send(SIGTERM)
    return await child.exitCode.value
  }
}
