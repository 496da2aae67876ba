import Foundation
import Synchronization

/// Lines that a process writes, read by a thread of its own.
final class Lines: Sendable {
  private struct State {
    var lines: [String] = []
    var hasEnded = false
    var waiting: [(isWanted: @Sendable (String) -> Bool, waiter: CheckedContinuation<String?, Never>)] = []
  }

  private let state = Mutex(State())
  private let conduit: Conduit

  init() throws {
    conduit = try Conduit()
  }

  /// For the process to write to; closed here once reading starts.
  var writingEnd: CInt { conduit.writingEnd }

  /// Reads until the last writer is gone. Call it once, after the process has started.
  func read() {
    close(conduit.writingEnd)
    Thread.detachNewThread { [self] in
      readLines { _ in false }
      close(conduit.readingEnd)
      end()
    }
  }

  /// Reads until a line contains `text`, then lets what the process writes pile up until there is no room any more.
  func read(upTo text: String) {
    Thread.detachNewThread { [self] in
      readLines { $0.contains(text) }
      conduit.fill()
      add(Self.isFull)
    }
  }

  /// Comes after the last line that `read(upTo:)` reads.
  static let isFull = "There is no room for more lines."

  private func readLines(until isLast: (String) -> Bool) {
    var rest: [UInt8] = []
    var byte: UInt8 = 0
    while Foundation.read(conduit.readingEnd, &byte, 1) == 1 {
      if byte != UInt8(ascii: "\n") {
        rest.append(byte)
        continue
      }
      let line = String(decoding: rest, as: UTF8.self)
      rest = []
      add(line)
      if isLast(line) { return }
    }
  }

  /// All so far.
  var all: [String] { state.withLock { $0.lines } }

  /// The first line that contains `text`, waited for; nil when the writer ends without one.
  func first(containing text: String) async -> String? {
    await withCheckedContinuation { waiter in
      let isWanted: @Sendable (String) -> Bool = { $0.contains(text) }
      let answer = state.withLock { state -> String?? in
        if let line = state.lines.first(where: isWanted) { return .some(line) }
        if state.hasEnded { return .some(nil) }
        state.waiting.append((isWanted, waiter))
        return nil
      }
      if let answer { waiter.resume(returning: answer) }
    }
  }

  private func add(_ line: String) {
    let waiters = state.withLock { state in
      state.lines.append(line)
      let served = state.waiting.filter { $0.isWanted(line) }
      state.waiting.removeAll { $0.isWanted(line) }
      return served.map(\.waiter)
    }
    for waiter in waiters { waiter.resume(returning: line) }
  }

  private func end() {
    let waiters = state.withLock { state in
      state.hasEnded = true
      defer { state.waiting = [] }
      return state.waiting.map(\.waiter)
    }
    for waiter in waiters { waiter.resume(returning: nil) }
  }
}
