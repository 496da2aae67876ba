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

/// The paces of lines about connections, each kind by itself, of all event loops together.
final class LogPaces: Sendable {
  /// What the lines are about.
  enum Kind: Hashable {
    case refused
    case closed(CloseReason)
  }

  private let paces = Mutex<[Kind: LogPace]>([:])

  /// As `LogPace.admit`, with a line of each kind in ten seconds; from any thread.
  func admit(_ kind: Kind, at now: NIODeadline) -> Int? {
    paces.withLock { $0[kind, default: LogPace(pause: .seconds(10))].admit(at: now) }
  }
}
