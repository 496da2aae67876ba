import NIOCore
import Synchronization

/// Lets one log line pass in so much time, and counts those that it holds back: who floods a server must not flood its log too.
struct LogPace {
  private let pause: TimeAmount
  private var next: NIODeadline?
  private var heldBack = 0

  init(pause: TimeAmount) {
    self.pause = pause
  }

  /// How many lines were held back since the last one; nil: hold this one back.
  mutating func admit(at now: NIODeadline) -> Int? {
    if let next, now < next {
      heldBack += 1
      return nil
    }
    next = now + pause
    defer { heldBack = 0 }
    return heldBack
  }
}

/// The pace of lines about one kind of event, of all event loops together.
final class SharedLogPace: Sendable {
  private let pace = Mutex(LogPace(pause: .seconds(10)))

  /// As `LogPace.admit`; from any thread.
  func admit(at now: NIODeadline) -> Int? {
    pace.withLock { $0.admit(at: now) }
  }
}
