import Foundation

/// The name of a backup file: never a path, never hidden, never one of SQLite's side files.
package struct BackupName: Hashable, Sendable {
  package static let suffix = ".db"

  /// 4 to 100 bytes of ASCII.
  package let text: String

  /// Nil unless the text has at most 100 of the characters a-z A-Z 0-9 . _ -, begins with a letter or digit, and has something
  /// before its end ".db".
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard (4...100).contains(bytes.count), text.hasSuffix(Self.suffix), Self.isLetterOrDigit(bytes[0]) else { return nil }
    let others = [UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-")]
    guard bytes.allSatisfy({ Self.isLetterOrDigit($0) || others.contains($0) }) else { return nil }
    self.text = text
  }

  /// "fiszka-" and the time in UTC to the second: "fiszka-20260102T030405Z.db".
  package init(at time: Instant) {
    let date = Date(timeIntervalSince1970: Double(time.microseconds) / 1_000_000)
    let style = Date.VerbatimFormatStyle(
      format: """
        \(year: .padded(4))\(month: .twoDigits)\(day: .twoDigits)T\
        \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased))\(minute: .twoDigits)\(second: .twoDigits)Z
        """,
      timeZone: .gmt, calendar: Calendar(identifier: .gregorian))
    text = "fiszka-\(date.formatted(style))\(Self.suffix)"
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
