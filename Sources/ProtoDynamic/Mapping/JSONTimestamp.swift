/// A google.protobuf.Timestamp in its JSON form: RFC 3339, years 0001 to 9999.
package struct JSONTimestamp: Equatable {
  /// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z.
  static let secondsRange: ClosedRange<Int64> = -62_135_596_800...253_402_300_799
  private static let secondsPerDay: Int64 = 86_400

  /// Since 1970-01-01T00:00:00Z, leap seconds not counted; in `secondsRange`.
  package let seconds: Int64
  /// 0 to 999,999,999.
  package let nanoseconds: Int32

  /// Nil when either part is outside its range.
  package init?(seconds: Int64, nanoseconds: Int32) {
    guard Self.secondsRange.contains(seconds), (0...999_999_999).contains(nanoseconds) else { return nil }
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Reads `2024-02-29T12:30:00.5+01:00`: capital T and Z, at most 9 fraction digits, no leap second. Nil for all else and
  /// for times out of range.
  package init?(_ text: String) {
    var scanner = DigitScanner(text)
    guard let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2), scanner.take("-"),
      let day = scanner.digits(2), scanner.take("T"), let hour = scanner.digits(2), scanner.take(":"),
      let minute = scanner.digits(2), scanner.take(":"), let second = scanner.digits(2),
      let nanoseconds = scanner.fraction(), let offset = Self.offset(&scanner), scanner.isAtEnd,
      (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day), hour < 24, minute < 60, second < 60
    else { return nil }
    let clock = hour * 3600 + minute * 60 + second - offset
    self.init(
      seconds: Self.daysSinceEpoch(year, month, day) * Self.secondsPerDay + clock, nanoseconds: Int32(nanoseconds))
  }

  /// RFC 3339 in UTC with 0, 3, 6 or 9 fraction digits.
  package var text: String {
    var day = seconds / Self.secondsPerDay
    var clock = seconds % Self.secondsPerDay
    if clock < 0 {
      day -= 1
      clock += Self.secondsPerDay
    }
    let date = Self.date(day)
    var text = ""
    text.append(padded: date.year, to: 4)
    text.append("-")
    text.append(padded: date.month, to: 2)
    text.append("-")
    text.append(padded: date.day, to: 2)
    text.append("T")
    text.append(padded: clock / 3600, to: 2)
    text.append(":")
    text.append(padded: clock / 60 % 60, to: 2)
    text.append(":")
    text.append(padded: clock % 60, to: 2)
    text.append(fraction: nanoseconds)
    text.append("Z")
    return text
  }

  /// Seconds east of UTC.
  private static func offset(_ scanner: inout DigitScanner) -> Int64? {
    if scanner.take("Z") { return 0 }
    let east = scanner.take("+")
    guard east || scanner.take("-"), let hour = scanner.digits(2), scanner.take(":"), let minute = scanner.digits(2),
      hour < 24, minute < 60
    else { return nil }
    return (east ? 1 : -1) * (hour * 3600 + minute * 60)
  }

  private static func days(in month: Int64, of year: Int64) -> Int64 {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days since 1970-01-01 in the proleptic Gregorian calendar, years counted from March so that the leap day comes last.
  /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil, for years from 0.
  private static func daysSinceEpoch(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    // 400 years more keep every part positive in January and February of year 0.
    let shifted = year + 400 - (month <= 2 ? 1 : 0)
    let era = shifted / 400
    let yearOfEra = shifted % 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return (era - 1) * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The reverse, from the same source (civil_from_days), for days from 0000-03-01.
  private static func date(_ days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }
}
