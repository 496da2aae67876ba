/// A google.protobuf.Duration in its JSON form: seconds with a fraction and an `s`.
struct JSONDuration: Equatable {
  /// About 10,000 years either way.
  static let secondsRange: ClosedRange<Int64> = -315_576_000_000...315_576_000_000

  /// In `secondsRange`.
  let seconds: Int64
  /// -999,999,999 to 999,999,999, of the sign of `seconds` unless that is 0.
  let nanoseconds: Int32

  /// Nil when a part is outside its range or the signs differ.
  init?(seconds: Int64, nanoseconds: Int32) {
    guard Self.secondsRange.contains(seconds), (-999_999_999...999_999_999).contains(nanoseconds),
      !(seconds > 0 && nanoseconds < 0), !(seconds < 0 && nanoseconds > 0)
    else { return nil }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Reads `-1.5s`: at most 12 digits before the point and 9 after it. Nil for all else and for durations out of range.
  init?(_ text: String) {
    var scanner = DigitScanner(text)
    let sign: Int64 = scanner.take("-") ? -1 : 1
    guard let seconds = scanner.digits(upTo: 12), let nanoseconds = scanner.fraction(), scanner.take("s"), scanner.isAtEnd
    else { return nil }
    self.init(seconds: sign * seconds, nanoseconds: Int32(sign * nanoseconds))
  }

  /// Seconds with 0, 3, 6 or 9 fraction digits.
  var text: String {
    var text = seconds < 0 || nanoseconds < 0 ? "-" : ""
    text += String(seconds.magnitude)
    text.append(fraction: Int32(nanoseconds.magnitude))
    text.append("s")
    return text
  }
}
