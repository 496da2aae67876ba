/// How much of a caller's time one engine gets, so that one that hangs leaves some to the next. Pure.
package enum EngineShare {
  /// The longest time that is kept for the answer itself, such as for finding out how a text is pronounced that nobody spoke.
  private static let longestRest = Duration.milliseconds(250)

  /// Half of the time while there is a next engine; the last one gets all but a tenth.
  ///
  /// - Parameters:
  ///   - remaining: of the caller's time.
  ///   - hasNext: whether another engine can answer when this one does not.
  package static func time(of remaining: Duration, hasNext: Bool) -> Duration {
    hasNext ? remaining / 2 : remaining - min(remaining / 10, longestRest)
  }
}
