import FiszkaDomain
import Synchronization

extension WorkLimit {
  /// Lets the work go on for so many questions, then stops it.
  static func stopping(after questions: Int, _ reason: WorkInterruption = .deadlineExceeded) -> WorkLimit {
    let asked = Counter()
    return WorkLimit { asked.next() > questions ? reason : nil }
  }

  /// Calls `body` at each question and never stops the work.
  static func watching(_ body: @escaping @Sendable () -> Void) -> WorkLimit {
    WorkLimit {
      body()
      return nil
    }
  }
}

/// Counts from 1.
final class Counter: Sendable {
  private let count = Atomic(0)

  func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
}
