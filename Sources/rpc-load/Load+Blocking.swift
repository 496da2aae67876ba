import Dispatch
import NIOCore
import ProtobufCSupport
import TTRPC

extension Load {
  /// Calls from threads that read and write their sockets themselves.
  func runBlocking() async throws -> Tally {
    let window = Window(settings)
    return try await withThrowingTaskGroup(of: Tally.self) { threads in
      for (number, share) in settings.shares.enumerated() {
        threads.addTask {
          try await onThread(number) { try drive(share, window) }
        }
      }
      return try await threads.reduce(into: Tally()) { $0.add($1) }
    }
  }

  private func drive(_ connections: Int, _ window: Window) throws -> Tally {
    var lines: [Line<Request, Response>] = []
    for _ in 0..<connections { lines.append(try Line(self)) }
    for line in lines { try line.start() }
    var tally = Tally()
    if lines.count == 1 {
      lines[0].run(window, &tally)
    } else {
      try watch(lines, window, &tally)
    }
    return tally
  }

  private func watch(_ lines: [Line<Request, Response>], _ window: Window, _ tally: inout Tally) throws {
    let poller = try Poller()
    for (index, line) in lines.enumerated() { try poller.add(line.descriptor, id: index, writing: !line.flush()) }
    var running = lines.count
    while running > 0 {
      try poller.wait { index in
        let line = lines[index]
        if line.turnAround(window, &tally) {
          try poller.update(line.descriptor, id: index, writing: !line.flush())
        } else {
          poller.remove(line.descriptor)
          running -= 1
        }
      }
    }
  }

  /// Runs `work` where it keeps no thread that tasks need.
  private func onThread(_ number: Int, _ work: @escaping @Sendable () throws -> Tally) async throws -> Tally {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue(label: "load \(number)").async { continuation.resume(with: Result { try work() }) }
    }
  }
}
