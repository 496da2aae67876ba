/// How long runs took, in microseconds. Percentiles are by nearest rank: one of the times.
package struct RunTimes: Hashable, Sendable {
  private let sorted: [Int64]

  package init(_ microseconds: [Int64]) {
    sorted = microseconds.sorted()
  }

  /// So many of a hundred took at most this; 0 where there is none.
  ///
  /// - Parameter percent: 1 to 100.
  package func percentile(_ percent: Int) -> Int64 {
    if sorted.isEmpty { return 0 }
    return sorted[(sorted.count * percent + 99) / 100 - 1]
  }

  /// 0 where there is none.
  package var mean: Int64 {
    sorted.isEmpty ? 0 : sorted.reduce(0, +) / Int64(sorted.count)
  }
}
