import CommonProto
import FiszkaDomain

extension ProtobufTimestamp {
  init(_ instant: Instant) {
    let (seconds, rest) = instant.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
    // Nanoseconds count forward also before 1970.
    let borrow: Int64 = rest < 0 ? 1 : 0
    self.init(seconds: seconds - borrow, nanos: Int32((rest + borrow * 1_000_000) * 1_000))
  }
}
