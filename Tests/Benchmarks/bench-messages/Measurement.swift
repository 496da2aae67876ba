import CAllocationCounter
import Glibc

/// What one operation cost over several rounds.
struct Measurement {
  /// CPU time per operation, one value per round.
  let nanoseconds: [Double]
  /// Heap allocations per operation.
  let allocations: Double

  /// Runs `body` `count` times a round, after one round that does not count.
  init(rounds: Int, count: Int, _ body: () throws -> Void) rethrows {
    var nanoseconds: [Double] = []
    var allocations = 0.0
    for round in 0...rounds {
      let allocated = allocation_counter_value()
      let start = Self.threadNanoseconds()
      for _ in 0..<count { try body() }
      let end = Self.threadNanoseconds()
      if round == 0 { continue }
      nanoseconds.append(Double(end - start) / Double(count))
      allocations = Double(allocation_counter_value() - allocated) / Double(count)
    }
    self.nanoseconds = nanoseconds.sorted()
    self.allocations = allocations
  }

  var median: Double { nanoseconds[nanoseconds.count / 2] }

  /// CPU time of this thread.
  static func threadNanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return time.tv_sec * 1_000_000_000 + time.tv_nsec
  }

  /// Largest resident memory of this process so far.
  static func peakKibibytes() -> Int {
    var usage = rusage()
    getrusage(Int32(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss
  }
}
