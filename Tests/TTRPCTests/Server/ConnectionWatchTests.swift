import NIOCore
import Testing

@testable import TTRPC

@Suite struct ConnectionWatchTests {
  private static let quiet = ConnectionWatch.Situation(openCalls: 0, readingIsPaused: false, writtenBytes: 0, waitingBytes: 0)

  private static func at(_ seconds: UInt64) -> NIODeadline { .uptimeNanoseconds((1_000 + seconds) * 1_000_000_000) }

  private func watch(_ change: (inout ConnectionTimes) -> Void = { _ in }) -> ConnectionWatch {
    var times = ConnectionTimes()
    times.firstBytes = .seconds(10)
    times.frame = .seconds(20)
    times.idle = .seconds(100)
    times.writeStall = .seconds(30)
    change(&times)
    return ConnectionWatch(times, now: Self.at(0))
  }

  @Test func everyByteAndEveryEndOfACallIsLife() {
    var watch = watch()
    watch.received(at: Self.at(9), completedFrame: true, isAtBoundary: true)
    #expect(watch.verdict(at: Self.at(108), Self.quiet) == nil)
    watch.callEnded(at: Self.at(108))
    #expect(watch.verdict(at: Self.at(207), Self.quiet) == nil)
    #expect(watch.verdict(at: Self.at(208), Self.quiet) == .idle)
  }

  @Test func timeOfAFrameBeginsWithItsFirstByteWhateverFollows() {
    var watch = watch()
    watch.received(at: Self.at(1), completedFrame: false, isAtBoundary: false)
    watch.received(at: Self.at(19), completedFrame: false, isAtBoundary: false)
    #expect(watch.due(after: Self.at(19)) == Self.at(21))
    #expect(watch.verdict(at: Self.at(20), Self.quiet) == nil)
    #expect(watch.verdict(at: Self.at(21), Self.quiet) == .unfinishedFrame)
    // The next frame has its own time.
    watch.received(at: Self.at(21), completedFrame: true, isAtBoundary: false)
    #expect(watch.verdict(at: Self.at(40), Self.quiet) == nil)
    #expect(watch.verdict(at: Self.at(41), Self.quiet) == .unfinishedFrame)
  }

  @Test func frameThatTheServerDoesNotReadHasAllItsTime() {
    var watch = watch()
    watch.received(at: Self.at(1), completedFrame: false, isAtBoundary: false)
    var paused = Self.quiet
    paused.readingIsPaused = true
    #expect(watch.verdict(at: Self.at(50), paused) == nil)
    #expect(watch.verdict(at: Self.at(69), Self.quiet) == nil)
    #expect(watch.verdict(at: Self.at(70), Self.quiet) == .unfinishedFrame)
  }

  @Test func frameHasAllItsTimeAgainWhenTheServerReadsOn() {
    var watch = watch()
    watch.received(at: Self.at(1), completedFrame: false, isAtBoundary: false)
    watch.readingGoesOn(at: Self.at(20))
    #expect(watch.verdict(at: Self.at(39), Self.quiet) == nil)
    #expect(watch.verdict(at: Self.at(40), Self.quiet) == .unfinishedFrame)
  }

  @Test func readingOnBeginsNoFrame() {
    var watch = watch()
    watch.received(at: Self.at(1), completedFrame: true, isAtBoundary: true)
    watch.readingGoesOn(at: Self.at(2))
    #expect(watch.frameDue == nil)
  }

  @Test func peerThatTakesALittleIsNotStalled() {
    var watch = watch()
    watch.received(at: Self.at(0), completedFrame: true, isAtBoundary: true)
    var situation = Self.quiet
    situation.writtenBytes = 1_000_000
    for second in stride(from: 0 as UInt64, to: 300, by: 15) {
      situation.waitingBytes = 1_000_000 - Int(second)
      #expect(watch.verdict(at: Self.at(second), situation) == nil)
    }
    #expect(watch.verdict(at: Self.at(299), situation) == nil)
    #expect(watch.verdict(at: Self.at(300), situation) == .writeStall)
  }

  @Test func connectionWithACallIsNeverIdle() {
    var watch = watch()
    var situation = Self.quiet
    situation.openCalls = 1
    #expect(watch.verdict(at: Self.at(1_000), situation) == nil)
    #expect(watch.due(after: Self.at(1_000)) > Self.at(1_000))
  }
}
