import Foundation

/// Work in threads of its own: engines block theirs, and those of the tests are few.
enum Threads {
  /// What a thread does, begun already.
  struct Running<Value: Sendable>: Sendable {
    private let results: AsyncStream<Value>

    init(_ body: @escaping @Sendable () -> Value) {
      let (results, end) = AsyncStream.makeStream(of: Value.self)
      self.results = results
      Thread.detachNewThread {
        end.yield(body())
        end.finish()
      }
    }

    /// Its result; ask once.
    var value: Value {
      get async {
        for await result in results { return result }
        fatalError("The result was asked for twice, or the test was cancelled.")
      }
    }
  }

  /// Runs `body` with every number below `count` at once; the results in their order.
  static func run<Value: Sendable>(_ count: Int, _ body: @escaping @Sendable (Int) -> Value) async -> [Value] {
    let running = (0..<count).map { index in Running { body(index) } }
    var values: [Value] = []
    for thread in running { values.append(await thread.value) }
    return values
  }

  /// Returns when `condition` holds, or false after thirty seconds.
  static func until(_ condition: @escaping @Sendable () -> Bool) async -> Bool {
    await Running {
      let end = Date(timeIntervalSinceNow: 30)
      while !condition() {
        if Date() >= end { return false }
        // Other processes are to do something now: they need the processor.
        poll(nil, 0, 1)
      }
      return true
    }.value
  }
}
