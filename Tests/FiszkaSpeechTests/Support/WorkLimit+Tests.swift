import FiszkaDomain

extension WorkLimit {
  /// A caller who always has so much time left, and never gives up.
  static func leaving(milliseconds: Int) -> WorkLimit {
    WorkLimit(remaining: { .milliseconds(milliseconds) }) { nil }
  }

  /// A caller who has so much time.
  static func within(milliseconds: Int) -> WorkLimit {
    let end = ContinuousClock.now + .milliseconds(milliseconds)
    return WorkLimit(remaining: { max(.zero, end - ContinuousClock.now) }) {
      ContinuousClock.now >= end ? .deadlineExceeded : nil
    }
  }
}
