import Logging
import NIOCore

// What ends a connection that is of no use.
extension ServerConnection {
  /// Looks at the connection's bounds of time and sees to it that they are looked at again.
  func checkBounds(at now: NIODeadline) {
    let situation = ConnectionWatch.Situation(
      openCalls: calls.count, readingIsPaused: readingIsPaused, writtenBytes: writtenBytes, waitingBytes: waitingBytes)
    if let reason = watch.verdict(at: now, situation) {
      cutOff(reason)
    } else {
      include(watch.due(after: now))
    }
  }

  /// Closes the connection with one log line, unless there was one for this reason a moment ago.
  private func cutOff(_ reason: CloseReason) {
    let why =
      switch reason {
      case .noFirstBytes: "no byte came in time"
      case .unfinishedFrame: "a frame was begun and not completed in time"
      case .writeStall: "its peer takes nothing of what waits for it"
      default: "it had no calls for long"
      }
    if let others = environment.logPaces.admit(.closed(reason), at: .now()) {
      logger.info(
        "A connection was closed: \(why).",
        metadata: ["peer": "\(peer)", "reason": "\(reason.rawValue)", "unlogged": "\(others)"])
    }
    close(reason)
  }
}
