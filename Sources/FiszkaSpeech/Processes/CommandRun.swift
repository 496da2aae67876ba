import Dispatch
import FiszkaDomain
import Glibc

/// A command that runs to its end. Killed with its value.
struct CommandRun: ~Copyable {
  /// What it wrote.
  struct Output {
    /// Standard output, up to 16 MiB.
    let text: String
    /// The last line of standard error, up to 4 KiB.
    let lastError: String
  }

  /// How often the caller's limit is looked at, in milliseconds.
  private static let look: CInt = 10
  private static let mostErrorBytes = 4_096

  private let process: ChildProcess
  private let output: TemporaryFile
  private let errors: OwnedDescriptor

  /// - Parameter input: Its standard input, at most 4 KiB: what a socket takes at once.
  init(_ program: String, _ arguments: [String], input: String) throws(SystemFailure) {
    let output = try TemporaryFile()
    let outputEnd = try OwnedDescriptor.open(output.path, O_WRONLY)
    let inputEnds = try SocketPair()
    let errorEnds = try SocketPair()
    let process = try ChildProcess(
      program, arguments, descriptors: [inputEnds.second.number, outputEnd.number, errorEnds.second.number])
    self.process = process
    self.output = output
    errors = errorEnds.takeFirst()
    // A process that reads nothing is found out by what it does not write.
    _ = send(inputEnds.first.number, input, input.utf8.count, Int32(MSG_NOSIGNAL))
  }

  /// Waits in this thread until the command has ended.
  ///
  /// Fails with `timedOut`, or `interrupted` when the limit says so; then the command is killed.
  consuming func wait(milliseconds: Int, limit: WorkLimit) -> Result<Output, SpeechEngineFailure> {
    let end = DispatchTime.now() + .milliseconds(milliseconds)
    var text: [UInt8] = []
    // Its standard error is closed when it ends.
    while true {
      var entry = pollfd(fd: errors.number, events: Int16(POLLIN), revents: 0)
      if poll(&entry, 1, Self.look) > 0 {
        var buffer = [UInt8](repeating: 0, count: Self.mostErrorBytes)
        let count = read(errors.number, &buffer, buffer.count)
        if count == 0 { break }
        if count > 0 { text = (text + buffer.prefix(count)).suffix(Self.mostErrorBytes) }
      }
      if let interruption = limit.interruption { return .failure(.interrupted(interruption)) }
      if DispatchTime.now() >= end { return .failure(.timedOut) }
    }
    process.end()
    let lines = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline)
    return .success(
      Output(text: String(decoding: output.contents(), as: UTF8.self), lastError: lines.last.map(String.init) ?? ""))
  }
}
