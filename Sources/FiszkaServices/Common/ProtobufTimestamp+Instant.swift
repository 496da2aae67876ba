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

extension Instant {
  /// Years 0001 to 9999, as google.protobuf.Timestamp allows.
  private static let secondsRange: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// The first whole microsecond that is not before the timestamp; nil when it is out of its range.
  init?(notBefore timestamp: ProtobufTimestamp) {
    guard Self.secondsRange.contains(timestamp.seconds), (0..<1_000_000_000).contains(timestamp.nanos) else { return nil }
    self.init(microseconds: timestamp.seconds * 1_000_000 + (Int64(timestamp.nanos) + 999) / 1_000)
  }
}
