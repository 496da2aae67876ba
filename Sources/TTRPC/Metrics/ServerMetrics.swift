import Synchronization

/// Counts what a server does: calls by method, connections, lanes. Usable from any thread.
///
/// Recording a call costs a handful of relaxed atomic additions, no lock and no allocation. One of these belongs to one server.
package final class ServerMetrics: Sendable {
  private struct Sources {
    var methods: [MethodMetrics] = []
    var lanes: [(name: String, lane: Lane)] = []
  }

  private let sources = Mutex(Sources())
  private let counters = CounterBlock(count: ServerMetrics.counterCount)

  // Where the counters lie.
  private static let openIndex = 0
  private static let acceptedIndex = 1
  private static let refusedIndex = 2
  private static let closedStart = 3
  private static let rejectedStart = closedStart + CloseReason.allCases.count
  private static let counterCount = rejectedStart + MethodMetrics.codeCount

  package init() {}

  // MARK: Counting

  /// Starts to count a method.
  func add(_ method: MethodDescriptor) -> MethodMetrics {
    let metrics = MethodMetrics(method)
    sources.withLock { $0.methods.append(metrics) }
    return metrics
  }

  /// Shows the queue of a lane.
  func add(_ lane: Lane, name: String) {
    sources.withLock { $0.lanes.append((name, lane)) }
  }

  func connectionOpened() {
    counters.add(1, at: Self.openIndex)
    counters.add(1, at: Self.acceptedIndex)
  }

  func connectionClosed(_ reason: CloseReason) {
    counters.add(-1, at: Self.openIndex)
    counters.add(1, at: Self.closedStart + (CloseReason.allCases.firstIndex(of: reason) ?? 0))
  }

  /// One more than may be open was closed at once.
  func connectionRefused() {
    counters.add(1, at: Self.refusedIndex)
  }

  /// A frame was answered with an error before any method was found.
  func frameRejected(code: Int32) {
    counters.add(1, at: Self.rejectedStart + ((0..<17).contains(code) ? Int(code) : 17))
  }

  // MARK: Reading

  var methods: [MethodMetrics] { sources.withLock { $0.methods } }
  var lanes: [(name: String, lane: Lane)] { sources.withLock { $0.lanes } }
  var openConnections: Int { counters[Self.openIndex] }
  var acceptedConnections: Int { counters[Self.acceptedIndex] }
  var refusedConnections: Int { counters[Self.refusedIndex] }

  func closedConnections(_ reason: CloseReason) -> Int {
    counters[Self.closedStart + (CloseReason.allCases.firstIndex(of: reason) ?? 0)]
  }

  func rejectedFrames(code index: Int) -> Int { counters[Self.rejectedStart + index] }
}
