import Dispatch
import TTRPC

/// Threads on which lessons are spoken in advance: few, so that they take a part of the engines only, and not those of calls that
/// somebody waits for.
final class PrefetchLane: Sendable {
  static let threads = 2

  private let lane = Lane(name: "prefetch", threads: threads, queueLimit: 64)

  /// A piece of work, and who waits for it.
  private struct Job<Value: Sendable>: LaneJob {
    let work: @Sendable () -> Value
    let done: CheckedContinuation<Value?, Never>

    func run() { done.resume(returning: work()) }
  }

  /// What `work` gives on one of the threads; nil: too many wait.
  func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value? {
    await withCheckedContinuation { done in
      if !lane.submit(Job(work: work, done: done)) { done.resume(returning: nil) }
    }
  }

  func shutdown() async {
    await withCheckedContinuation { (done: CheckedContinuation<Void, Never>) in
      DispatchQueue(label: "prefetch.shutdown").async { [lane] in
        lane.shutdown()
        done.resume()
      }
    }
  }
}
