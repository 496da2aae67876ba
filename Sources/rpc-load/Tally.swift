import Histogram
import NIOCore
import TTRPC

/// What one worker saw; workers share nothing until they have ended.
struct Tally: Sendable {
  /// Every call that ended, with warm-up: what a server's CPU time is divided by.
  private(set) var total: UInt64 = 0
  /// Calls that did not succeed, with warm-up.
  private(set) var failed: UInt64 = 0
  private(set) var firstFailure: RPCError?
  /// Nanoseconds of the calls that count.
  private(set) var latencies = Histogram<UInt64>(highestTrackableValue: 3_600_000_000_000)

  /// Takes one call; false when the measurement is over.
  mutating func record(_ started: NIODeadline, _ ended: NIODeadline, _ window: Window, failure: RPCError?) -> Bool {
    total += 1
    if let failure {
      failed += 1
      firstFailure = firstFailure ?? failure
    }
    if ended > window.end { return false }
    if started > window.begin, failure == nil { latencies.record(UInt64((ended - started).nanoseconds)) }
    return true
  }

  mutating func add(_ other: Tally) {
    total += other.total
    failed += other.failed
    firstFailure = firstFailure ?? other.firstFailure
    latencies.add(other.latencies)
  }

  private func microseconds(at percentile: Double) -> Double {
    Double(latencies.valueAtPercentile(percentile) / 10) / 100
  }

  private func callsPerSecond(_ seconds: Double) -> Double {
    (Double(latencies.totalCount) / seconds * 10).rounded() / 10
  }

  /// For programs, on one line.
  func json(seconds: Double) -> String {
    let fields = [
      ("calls_total", "\(total)"), ("calls", "\(latencies.totalCount)"), ("calls_failed", "\(failed)"),
      ("calls_per_second", "\(callsPerSecond(seconds))"), ("p50_us", "\(microseconds(at: 50))"),
      ("p90_us", "\(microseconds(at: 90))"), ("p99_us", "\(microseconds(at: 99))"), ("longest_us", "\(microseconds(at: 100))"),
    ]
    return "{" + fields.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ") + "}"
  }

  /// For people.
  func summary(seconds: Double, title: String) -> String {
    let times = [("p50", 50.0), ("p90", 90), ("p99", 99), ("longest", 100)].map { "\($0.0) \(microseconds(at: $0.1)) µs" }
    var text =
      "\(title)\n\(callsPerSecond(seconds)) calls/s, \(times.joined(separator: ", "))\n\(failed) of \(total) calls failed"
    if let firstFailure { text += ", the first with \(firstFailure.code): \(firstFailure.message)" }
    return text
  }
}
