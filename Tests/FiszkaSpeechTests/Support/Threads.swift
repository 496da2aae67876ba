import Foundation
import Synchronization

/// Work in threads of its own: engines block theirs.
enum Threads {
  /// Runs `body` with every number below `count` at once; the results in their order.
  static func run<Value: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> Value) async -> [Value] {
    await withTaskGroup(of: (Int, Value).self) { group in
      for index in 0..<count { group.addTask { (index, await value { body(index) }) } }
      return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  /// Runs `body` in a thread.
  static func value<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { done in
      Thread.detachNewThread { done.resume(returning: body()) }
    }
  }

  /// Returns when `condition` holds, or false after thirty seconds.
  static func until(_ condition: @escaping @Sendable () -> Bool) async -> Bool {
    await value {
      let end = Date(timeIntervalSinceNow: 30)
      while !condition() {
        if Date() >= end { return false }
        // Other processes are to do something now: they need the processor.
        poll(nil, 0, 1)
      }
      return true
    }
  }
}
