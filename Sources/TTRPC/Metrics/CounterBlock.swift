import Synchronization

/// A fixed number of counters in one allocation. Any thread may add and read; nothing locks or allocates.
final class CounterBlock: @unchecked Sendable {  // The memory is the block's own, and every counter in it is atomic.
  private let counters: UnsafeMutablePointer<Atomic<Int>>
  private let count: Int

  init(count: Int) {
    self.count = count
    counters = .allocate(capacity: count)
    for index in 0..<count { (counters + index).initialize(to: Atomic(0)) }
  }

  deinit {
    counters.deinitialize(count: count)
    counters.deallocate()
  }

  subscript(index: Int) -> Int { counters[index].load(ordering: .relaxed) }

  func add(_ amount: Int, at index: Int) {
    counters[index].wrappingAdd(amount, ordering: .relaxed)
  }
}
