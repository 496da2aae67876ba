import FiszkaDomain
import Synchronization

/// A limit that a test ends.
final class Stop: Sendable {
  private let reason: Mutex<WorkInterruption?>
  private let questions = Atomic(0)

  init(_ reason: WorkInterruption? = nil) {
    self.reason = Mutex(reason)
  }

  /// How often somebody asked whether to go on.
  var asked: Int { questions.load(ordering: .relaxed) }

  var limit: WorkLimit {
    WorkLimit { [self] in
      questions.add(1, ordering: .relaxed)
      return reason.withLock { $0 }
    }
  }

  func stop(_ reason: WorkInterruption = .cancelled) {
    self.reason.withLock { $0 = reason }
  }
}
