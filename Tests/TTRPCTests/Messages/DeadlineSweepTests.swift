import NIOCore
import NIOEmbedded
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
}
