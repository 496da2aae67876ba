import Dispatch
import FiszkaDomain
import Synchronization

/// Work that is done again and again, on a queue of its own: it may block.
final class RepeatedWork: Sendable {
  private let queue: DispatchQueue
  private let pause: DispatchTimeInterval
  private let work: @Sendable (WorkLimit) -> Void
  private let isStopped = Mutex(false)

  /// - Parameters:
  ///   - label: of the queue, for tools that list threads.
  ///   - pause: from the end of one round to the next.
  ///   - work: one round; the limit says when it is to be given up.
  init(_ label: String, pause: Duration, _ work: @escaping @Sendable (WorkLimit) -> Void) {
    queue = DispatchQueue(label: label)
    let parts = pause.components
    self.pause = .nanoseconds(Int(parts.seconds) * 1_000_000_000 + Int(parts.attoseconds / 1_000_000_000))
    self.work = work
  }

  /// Begins the first round at once or after a pause; returns at once.
  func start(afterPause: Bool) {
    queue.asyncAfter(deadline: afterPause ? .now() + pause : .now()) { [weak self] in self?.round() }
  }

  /// Gives up a round that runs and waits for its end; none begins afterwards.
  func stop() {
    isStopped.withLock { $0 = true }
    queue.sync {}
  }

  private func round() {
    if isStopped.withLock({ $0 }) { return }
    work(WorkLimit { [self] in isStopped.withLock { $0 } ? .cancelled : nil })
    start(afterPause: true)
  }
}
