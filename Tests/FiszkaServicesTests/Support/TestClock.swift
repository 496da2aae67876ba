import FiszkaDomain
import Synchronization

/// Goes on by a microsecond each time it is asked, and further when it is told to.
final class TestClock: Sendable {
  private let microseconds = Mutex(Int64(1_700_000_000_000_000))

  func now() -> Instant {
    Instant(
      microseconds: microseconds.withLock {
        $0 += 1
        return $0
      })
  }

  func advance(by duration: Duration) {
    microseconds.withLock { $0 = Instant(microseconds: $0).advanced(by: duration).microseconds }
  }
}
