/// How long an engine has let callers wait in vain since it last spoke: callers who had no time left before the engine's own bounds of
/// time were over. Waits at the same time count once. Pure; times are milliseconds of a clock that only goes forward.
struct Silence: Hashable, Sendable {
  private var milliseconds = 0
  private var end: Int?

  /// A caller waited in vain.
  ///
  /// - Returns: whether all of it is as long as `patience` now; then it is counted anew.
  mutating func waited(from start: Int, to now: Int, patience: Int) -> Bool {
    milliseconds += max(0, now - max(start, end ?? start))
    end = max(now, end ?? now)
    if milliseconds < patience { return false }
    milliseconds = 0
    return true
  }

  /// The engine spoke.
  mutating func ended(at now: Int) {
    milliseconds = 0
    end = now
  }
}
