/// What is counted of one method. Usable from any thread; a call costs a handful of atomic additions.
final class MethodMetrics: Sendable {
  let method: MethodDescriptor
  private let counters = CounterBlock(count: MethodMetrics.counterCount)

  // Where the counters lie.
  /// Codes 0 to 16, then all others.
  static let codeCount = 18
  private static let durations = codeCount
  private static let durationSum = durations + TimeBuckets.count
  private static let waits = durationSum + 1
  private static let waitSum = waits + TimeBuckets.count
  private static let bytesInIndex = waitSum + 1
  private static let bytesOutIndex = bytesInIndex + 1
  private static let inFlightIndex = bytesOutIndex + 1
  private static let counterCount = inFlightIndex + 1

  init(_ method: MethodDescriptor) {
    self.method = method
  }

  // MARK: Counting

  /// A frame of the call came, of this many bytes with its header.
  func received(bytes: Int) {
    counters.add(bytes, at: Self.bytesInIndex)
  }

  /// A frame of the call, of this many bytes with its header, was given to the connection.
  func sent(bytes: Int) {
    counters.add(bytes, at: Self.bytesOutIndex)
  }

  /// A call was handed to another thread; INLINE calls are over before anybody could see them in flight.
  func began() {
    counters.add(1, at: Self.inFlightIndex)
  }

  /// A call that began was answered or given up.
  func left() {
    counters.add(-1, at: Self.inFlightIndex)
  }

  /// A call has ended.
  ///
  /// - Parameters:
  ///   - code: 0 for success.
  ///   - nanoseconds: From the arrival of its request.
  func ended(code: Int32, nanoseconds: Int64) {
    counters.add(1, at: (0..<17).contains(code) ? Int(code) : 17)
    counters.add(1, at: Self.durations + TimeBuckets.index(ofNanoseconds: nanoseconds))
    counters.add(Int(nanoseconds), at: Self.durationSum)
  }

  /// A call got its thread after this time.
  func waited(nanoseconds: Int64) {
    counters.add(1, at: Self.waits + TimeBuckets.index(ofNanoseconds: nanoseconds))
    counters.add(Int(nanoseconds), at: Self.waitSum)
  }

  // MARK: Reading

  /// Calls that ended with code `index`, 17 for codes that have no name.
  func calls(code index: Int) -> Int { counters[index] }
  var bytesIn: Int { counters[Self.bytesInIndex] }
  var bytesOut: Int { counters[Self.bytesOutIndex] }
  var inFlight: Int { counters[Self.inFlightIndex] }
  /// Times from arrival to the end.
  var duration: TimeHistogram { histogram(Self.durations, sum: Self.durationSum) }
  /// Times in a lane's queue.
  var wait: TimeHistogram { histogram(Self.waits, sum: Self.waitSum) }

  private func histogram(_ start: Int, sum: Int) -> TimeHistogram {
    TimeHistogram(counts: (0..<TimeBuckets.count).map { counters[start + $0] }, sumNanoseconds: counters[sum])
  }
}

/// A histogram of time as it was read.
struct TimeHistogram {
  /// By bucket, not cumulated.
  let counts: [Int]
  let sumNanoseconds: Int

  var total: Int { counts.reduce(0, +) }
}
