import FiszkaDomain

extension WorkLimit {
  /// What one engine gets of it, from now on; without a deadline, all.
  func share(hasNext: Bool) -> WorkLimit {
    guard let remaining else { return self }
    let end = ContinuousClock.now + EngineShare.time(of: remaining, hasNext: hasNext)
    return WorkLimit(remaining: { max(.zero, end - ContinuousClock.now) }) {
      interruption ?? (ContinuousClock.now >= end ? .deadlineExceeded : nil)
    }
  }
}
