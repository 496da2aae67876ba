import ArgumentParser

/// A time span on the command line: "5s", "500ms", "1.5m", "1h", or a number of seconds.
enum Timeout {
  private static let units = [("ms", 0.001), ("s", 1), ("m", 60), ("h", 3_600)]

  /// More than 0 and at most a day.
  static func parse(_ text: String) throws -> Duration {
    let unit = units.first { text.hasSuffix($0.0) } ?? ("", 1)
    let digits = text.dropLast(unit.0.count)
    guard digits.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }), let number = Double(digits), number * unit.1 > 0,
      number * unit.1 <= 86_400
    else {
      throw ValidationError("\"\(text)\" is no timeout: write 5s, 500ms, 2m or 1h, at most 24h.")
    }
    return .seconds(number * unit.1)
  }
}
