/// Writes metrics in Prometheus' text format 0.0.4.
package struct PrometheusText {
  /// What kind of metric follows.
  package enum Kind: String {
    /// Only grows, from 0 with the server.
    case counter
    /// Goes up and down.
    case gauge
    /// Counts by size.
    case histogram
  }

  /// What was written so far.
  package private(set) var text = ""
  private var name = ""

  /// Nothing yet.
  package init() {}

  /// Writes a metric of one sample.
  package mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Int64) {
    begin(name, kind, help)
    sample([], Int(value))
  }

  /// Begins a metric; its samples follow.
  package mutating func begin(_ name: String, _ kind: Kind, _ help: String) {
    self.name = name
    text += "# HELP \(name) \(Self.escape(help, quotes: false))\n# TYPE \(name) \(kind.rawValue)\n"
  }

  /// A sample of the metric begun last, told apart by its labels.
  package mutating func sample(_ labels: [(String, String)], _ value: Int) {
    sample("", labels, "\(value)")
  }

  /// Cumulated buckets, sum and count of one histogram, in seconds.
  mutating func histogram(_ labels: [(String, String)], _ histogram: TimeHistogram) {
    var below = 0
    for (index, count) in histogram.counts.enumerated() {
      below += count
      let bound = index < TimeBuckets.bounds.count ? Self.seconds(TimeBuckets.bounds[index]) : "+Inf"
      sample("_bucket", labels + [("le", bound)], "\(below)")
    }
    sample("_sum", labels, Self.seconds(Int64(histogram.sumNanoseconds)))
    sample("_count", labels, "\(below)")
  }

  private mutating func sample(_ suffix: String, _ labels: [(String, String)], _ value: String) {
    text += name + suffix
    if !labels.isEmpty {
      text += "{" + labels.map { "\($0)=\"\(Self.escape($1, quotes: true))\"" }.joined(separator: ",") + "}"
    }
    text += " \(value)\n"
  }

  /// Nanoseconds as seconds in decimals, exact and without zeros at the end.
  static func seconds(_ nanoseconds: Int64) -> String {
    let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
    if rest == 0 { return "\(whole)" }
    let digits = String(rest)
    var decimals = String(repeating: "0", count: 9 - digits.count) + digits
    while decimals.hasSuffix("0") { decimals.removeLast() }
    return "\(whole).\(decimals)"
  }

  /// Backslashes and line breaks, and in labels quotation marks.
  static func escape(_ text: String, quotes: Bool) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes: escaped += "\\\""
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
