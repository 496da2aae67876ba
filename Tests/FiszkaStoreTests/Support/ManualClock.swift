import FiszkaDomain
import Synchronization

/// Stands still until it is set.
final class ManualClock: Sendable {
  private let microseconds = Mutex<Int64>(1_700_000_000_000_000)

  var now: Instant { Instant(microseconds: microseconds.withLock { $0 }) }

  func advance(by duration: Duration) {
    microseconds.withLock { $0 = Instant(microseconds: $0).advanced(by: duration).microseconds }
  }
}
