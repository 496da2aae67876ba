import NIOCore

/// Decides when a connection has been of no use for too long. Pure: times come in, the verdict comes out.
struct ConnectionWatch {
  /// What the connection looks like when the timer fires.
  struct Situation {
    /// Calls that run elsewhere.
    var openCalls: Int
    /// Whether the server itself has stopped to read, so that what the peer sends cannot arrive.
    var readingIsPaused: Bool
    /// Bytes given to the channel so far.
    var writtenBytes: Int
    /// Of these, what the socket has not taken.
    var waitingBytes: Int
  }

  private let times: ConnectionTimes
  private var hasReceived = false
  private var lastActivity: NIODeadline
  private var frameBegan: NIODeadline?
  /// Since when the peer has taken no more than this.
  private var stall: (since: NIODeadline, takenBytes: Int)?

  init(_ times: ConnectionTimes, now: NIODeadline) {
    self.times = times
    lastActivity = now
  }

  /// Bytes came.
  ///
  /// - Parameters:
  ///   - completedFrame: Whether they held the end of a frame.
  ///   - isAtBoundary: Whether no frame is begun now.
  mutating func received(at now: NIODeadline, completedFrame: Bool, isAtBoundary: Bool) {
    hasReceived = true
    lastActivity = now
    if isAtBoundary {
      frameBegan = nil
    } else if completedFrame || frameBegan == nil {
      frameBegan = now
    }
  }

  /// The server reads again after a pause: what it has not read may be the rest of the frame that is begun, whose time begins anew.
  mutating func readingGoesOn(at now: NIODeadline) {
    if frameBegan != nil { frameBegan = now }
  }

  /// A call that ran elsewhere has ended.
  mutating func callEnded(at now: NIODeadline) {
    lastActivity = now
  }

  /// When the timer must fire at the latest. Half the time of a stall bounds it: that begins without an event.
  func due(after now: NIODeadline) -> NIODeadline {
    let life = lastActivity + (hasReceived ? times.idle : times.firstBytes)
    let tick = now + .nanoseconds(max(times.writeStall.nanoseconds / 2, 1))
    // What is overdue already is held up by something that the next tick looks at.
    return [life, frameDue].compactMap { $0 }.filter { $0 > now }.reduce(tick, min)
  }

  /// When the frame that is begun must be there.
  var frameDue: NIODeadline? { frameBegan.map { $0 + times.frame } }

  /// Why the connection is to be closed now; nil to keep it.
  mutating func verdict(at now: NIODeadline, _ situation: Situation) -> CloseReason? {
    if isStalled(at: now, situation) { return .writeStall }
    // Whether a frame goes on cannot be seen.
    if situation.readingIsPaused { readingGoesOn(at: now) }
    if let frameDue, frameDue <= now { return .unfinishedFrame }
    if situation.openCalls > 0 || situation.waitingBytes > 0 {
      lastActivity = now
      return nil
    }
    if lastActivity + (hasReceived ? times.idle : times.firstBytes) > now { return nil }
    return hasReceived ? .idle : .noFirstBytes
  }

  private mutating func isStalled(at now: NIODeadline, _ situation: Situation) -> Bool {
    guard situation.waitingBytes > 0 else {
      stall = nil
      return false
    }
    let taken = situation.writtenBytes - situation.waitingBytes
    guard let stall, stall.takenBytes == taken else {
      stall = (now, taken)
      return false
    }
    return now - stall.since >= .nanoseconds(times.writeStall.nanoseconds / 2)
  }
}
