import FiszkaDomain

extension WorkLimit {
  /// What one engine gets of it, from now on; without a deadline, all.
  func share(hasNext: Bool) -> WorkLimit {
    remaining.map { atMost(EngineShare.time(of: $0, hasNext: hasNext)) } ?? self
  }

  /// The same, and over after a time from now on.
  func atMost(_ time: Duration) -> WorkLimit {
    let end = ContinuousClock.now + time
    return WorkLimit(remaining: { max(.zero, end - ContinuousClock.now) }) {
      interruption ?? (ContinuousClock.now >= end ? .deadlineExceeded : nil)
    }
  }
}
