/// The buckets of every histogram of time: 50 µs to 60 s, about two and a half times as long each.
enum TimeBuckets {
  /// Upper bounds, in nanoseconds; one more bucket is for all that took longer.
  static let bounds: [Int64] = [
    50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000, 5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000,
    250_000_000, 500_000_000, 1_000_000_000, 2_500_000_000, 5_000_000_000, 10_000_000_000, 30_000_000_000, 60_000_000_000,
  ]

  /// Bounds and the bucket beyond them.
  static let count = bounds.count + 1

  /// The bucket of a time: the first whose bound is not below it. Nearly all calls end in the first few.
  static func index(ofNanoseconds nanoseconds: Int64) -> Int {
    var index = 0
    while index < bounds.count, bounds[index] < nanoseconds { index += 1 }
    return index
  }
}
