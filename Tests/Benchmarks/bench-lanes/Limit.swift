/// What the p99 of one kind of call may be, and what it was in each round.
struct Limit: CustomStringConvertible {
  private let calls: String
  private let most: Double
  private var sorted: [Double] = []

  /// - Parameter milliseconds: for the median of the rounds.
  init(_ calls: String, milliseconds: Double) {
    self.calls = calls
    most = milliseconds
  }

  mutating func add(_ latencies: Latencies) {
    sorted.append(latencies.p99)
    sorted.sort()
  }

  private var median: Double { sorted[sorted.count / 2] }

  var holds: Bool { median <= most }

  var description: String {
    let range = "[\(milliseconds(sorted[0]))–\(milliseconds(sorted[sorted.count - 1]))]"
    return "\(calls) p99 \(milliseconds(median)) \(range) ms   ≤ \(milliseconds(most)) \(holds ? "OK" : "FAILED")"
  }
}
