import Testing

@testable import TTRPC

@Suite struct JobQueueTests {
  struct Job: LaneJob {
    let number: Int

    func run() {}
  }

  @Test(arguments: [(1, 1), (3, 2), (1_000, 999), (700, 300), (257, 256)])
  func orderIsKeptHoweverTheQueueGrowsAndShrinks(_ added: Int, _ removed: Int) {
    var queue = JobQueue()
    var next = 0
    var expected = 0
    for _ in 0..<5 {
      for _ in 0..<added {
        queue.append(Job(number: next))
        next += 1
      }
      for _ in 0..<removed {
        #expect((queue.removeFirst() as? Job)?.number == expected)
        expected += 1
      }
      #expect(queue.count == next - expected)
    }
    while queue.count > 0 {
      #expect((queue.removeFirst() as? Job)?.number == expected)
      expected += 1
    }
    #expect(expected == next)
  }
}
