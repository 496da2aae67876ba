import FiszkaDomain
import Synchronization

extension WorkLimit {
  /// Lets the work go on for so many questions, then stops it.
  static func stopping(after questions: Int) -> WorkLimit {
    let asked = Asked()
    return WorkLimit { asked.count.wrappingAdd(1, ordering: .relaxed).newValue > questions ? .deadlineExceeded : nil }
  }

  private final class Asked: Sendable {
    let count = Atomic(0)
  }
}
