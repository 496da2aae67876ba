import Dispatch
import NIOCore
import NIOEmbedded
import Synchronization
import Testing

@testable import TTRPC

@Suite struct DeadlineSweepTests {
  let eventLoop = EmbeddedEventLoop()
  let swept = Recorder<Int>()

  private func at(_ seconds: Int64) -> NIODeadline { NIODeadline.uptimeNanoseconds(0) + .seconds(seconds) }

  @Test func sweepRunsAtTheEarliestDeadlineHoweverTheyCome() {
    var sweep = DeadlineSweep()
    for (number, seconds) in [10, 5, 7].enumerated() {
      sweep.include(at(Int64(seconds)), on: eventLoop) { [swept] in swept.append(number) }
    }
    eventLoop.advanceTime(to: at(4))
    #expect(swept.events.isEmpty)
    eventLoop.advanceTime(to: at(60))
    #expect(swept.events == [1])
  }

  @Test func sweepRunsAgainForWhatIsLeft() {
    var sweep = DeadlineSweep()
    sweep.include(at(1), on: eventLoop) { [swept] in swept.append(1) }
    eventLoop.advanceTime(to: at(1))
    sweep.fired()
    sweep.include(at(3), on: eventLoop) { [swept] in swept.append(3) }
    sweep.include(at(2), on: eventLoop) { [swept] in swept.append(2) }
    eventLoop.advanceTime(to: at(5))
    #expect(swept.events == [1, 2])
  }

  @Test func stoppedSweepNeverRuns() {
    var sweep = DeadlineSweep()
    sweep.include(at(1), on: eventLoop) { [swept] in swept.append(1) }
    sweep.stop()
    eventLoop.advanceTime(to: at(5))
    #expect(swept.events.isEmpty)
    sweep.include(at(9), on: eventLoop) { [swept] in swept.append(9) }
    eventLoop.advanceTime(to: at(9))
    #expect(swept.events == [9])
  }

  /// However many calls are open and in whichever order their deadlines come, their connection has one timer.
  @Test func manyDeadlinesHaveOneTimerAndOneSweepEach() {
    let timers = TimerCount(eventLoop)
    var sweep = DeadlineSweep()
    var random = SeededGenerator(seed: 7)
    let deadlines = (0..<1_000).map { _ in Int64.random(in: 1...10_000, using: &random) }
    var most = 0
    for seconds in deadlines {
      sweep.include(at(seconds), on: timers) { [swept] in swept.append(0) }
      most = max(most, timers.pending)
    }
    #expect(most == 1)
    let earliest = deadlines.min() ?? 0
    eventLoop.advanceTime(to: at(earliest - 1))
    #expect(swept.events.isEmpty && timers.pending == 1)
    eventLoop.advanceTime(to: at(20_000))
    #expect(swept.events.count == 1 && timers.pending == 0)
  }
}

/// An event loop that counts the timers that it has not run and that nobody has cancelled.
private final class TimerCount: EventLoop {
  private let eventLoop: EmbeddedEventLoop
  private let count = Atomic(0)

  init(_ eventLoop: EmbeddedEventLoop) {
    self.eventLoop = eventLoop
  }

  var pending: Int { count.load(ordering: .relaxed) }
  var inEventLoop: Bool { eventLoop.inEventLoop }

  func execute(_ task: @escaping @Sendable () -> Void) { eventLoop.execute(task) }

  @preconcurrency func scheduleTask<Value>(
    deadline: NIODeadline, _ task: @escaping @Sendable () throws -> Value
  ) -> Scheduled<Value> {
    count.add(1, ordering: .relaxed)
    let timer = eventLoop.scheduleTask(deadline: deadline, task)
    // Also when it is cancelled.
    timer.futureResult.whenComplete { [self] _ in count.subtract(1, ordering: .relaxed) }
    return timer
  }

  @preconcurrency func scheduleTask<Value>(
    in pause: TimeAmount, _ task: @escaping @Sendable () throws -> Value
  ) -> Scheduled<Value> {
    scheduleTask(deadline: now + pause, task)
  }

  func shutdownGracefully(queue: DispatchQueue, _ callback: @escaping @Sendable ((any Error)?) -> Void) {
    eventLoop.shutdownGracefully(queue: queue, callback)
  }
}
