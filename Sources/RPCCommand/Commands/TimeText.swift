import ArgumentParser
import CommonProto
import ProtoDynamic

/// A point in time on the command line and in tables: RFC 3339, or a day, which begins at midnight UTC.
enum TimeText {
  static func parse(_ text: String) throws -> ProtobufTimestamp {
    guard let time = JSONTimestamp(text.utf8.count == 10 ? "\(text)T00:00:00Z" : text) else {
      throw ValidationError("\"\(text)\" is no time: write 2026-01-31, 2026-01-31T07:30:00Z or 2026-01-31T08:30:00+01:00.")
    }
    return ProtobufTimestamp(seconds: time.seconds, nanos: time.nanoseconds)
  }

  /// In UTC, to the second; empty for no time.
  static func show(_ time: ProtobufTimestamp?) -> String {
    time.flatMap { JSONTimestamp(seconds: $0.seconds, nanoseconds: 0)?.text } ?? ""
  }
}
