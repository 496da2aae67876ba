/// Sorted times in milliseconds.
struct Latencies: CustomStringConvertible {
  private let sorted: [Double]

  init(_ sorted: [Double]) {
    self.sorted = sorted
  }

  var description: String {
    "p50 \(milliseconds(quantile(0.5))) p99 \(milliseconds(p99)) max \(milliseconds(quantile(1))) ms"
  }

  var p99: Double { quantile(0.99) }

  private func quantile(_ quantile: Double) -> Double {
    sorted[min(sorted.count - 1, Int(Double(sorted.count) * quantile))]
  }
}

/// To the microsecond.
func milliseconds(_ time: Double) -> String {
  "\((time * 1_000).rounded() / 1_000)"
}
