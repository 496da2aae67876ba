import Dispatch
import Foundation
import Glibc
import Synchronization
import Testing

@testable import TTRPC

@Suite(.timeLimit(.minutes(1))) struct LaneTests {
  /// A job that runs a closure.
  struct Job: LaneJob {
    let work: @Sendable () -> Void

    func run() { work() }
  }

  /// Jobs that hold their threads until they are let go.
  final class Blocker: Sendable {
    let begun = Recorder<Void>()
    private let release = DispatchSemaphore(value: 0)

    var job: Job {
      Job {
        self.begun.append(())
        self.release.wait()
      }
    }

    func letGo(_ count: Int) {
      for _ in 0..<count { release.signal() }
    }
  }

  @Test func jobsOfOneThreadRunInTheOrderOfSubmission() async throws {
    let lane = Lane(name: "test", threads: 1, queueLimit: 2_000)
    let ran = Recorder<Int>()
    for number in 0..<1_000 { #expect(lane.submit(Job { ran.append(number) })) }
    #expect(await ran.until { $0.count == 1_000 } == Array(0..<1_000))
    lane.shutdown()
  }

  @Test func asManyJobsRunAtOnceAsThereAreThreads() async throws {
    let lane = Lane(name: "test", threads: 3, queueLimit: 10)
    let blocker = Blocker()
    for _ in 0..<4 { #expect(lane.submit(blocker.job)) }
    await blocker.begun.until { $0.count == 3 }
    blocker.letGo(1)
    await blocker.begun.until { $0.count == 4 }
    blocker.letGo(3)
    lane.shutdown()
  }

  @Test func queueTakesNoMoreThanItsLimitBeyondThoseThatRun() async throws {
    let lane = Lane(name: "test", threads: 2, queueLimit: 3)
    let blocker = Blocker()
    // Five at once: a job for which a thread is free does not wait, whether that thread has woken up or not.
    for _ in 0..<5 { #expect(lane.submit(blocker.job)) }
    #expect(!lane.submit(blocker.job))
    // The steps of work that was admitted are not counted.
    #expect(lane.submitStep(blocker.job))
    await blocker.begun.until { $0.count == 2 }
    #expect(!lane.submit(blocker.job))
    blocker.letGo(6)
    await blocker.begun.until { $0.count == 6 }
    lane.shutdown()
  }

  @Test func laneWithoutAQueueRunsWhatFindsAFreeThread() async throws {
    let lane = Lane(name: "test", threads: 1, queueLimit: 0)
    let blocker = Blocker()
    #expect(lane.submit(blocker.job))
    #expect(!lane.submit(blocker.job))
    blocker.letGo(1)
    await eventually { lane.submit(blocker.job) }
    blocker.letGo(1)
    lane.shutdown()
  }

  @Test func shutdownRunsWhatIsQueuedAndRefusesWhatComes() async throws {
    let lane = Lane(name: "test", threads: 1, queueLimit: 100)
    let ran = Recorder<Int>()
    let blocker = Blocker()
    #expect(lane.submit(blocker.job))
    for number in 0..<100 { #expect(lane.submit(Job { ran.append(number) })) }
    blocker.letGo(1)
    lane.shutdown()
    #expect(ran.events.count == 100)
    #expect(!lane.submit(Job {}))
    #expect(!lane.submitStep(Job {}))
    lane.shutdown()
  }

  @Test func threadsHaveTheNameOfTheirLane() async throws {
    let lane = Lane(name: "a-lane-of-tests", threads: 1, queueLimit: 1)
    let names = Recorder<String>()
    #expect(lane.submit(Job { names.append((try? String(contentsOfFile: "/proc/thread-self/comm", encoding: .utf8)) ?? "") }))
    #expect(await names.until { !$0.isEmpty } == ["a-lane-of-tests\n"])
    lane.shutdown()
  }

  @Test func tasksRunOnTheLaneAndSuspendedOnesHoldNoThread() async throws {
    let lane = Lane(name: "test", threads: 1, queueLimit: 0)
    let executor = LaneExecutor(lane)
    let (stream, continuation) = AsyncStream.makeStream(of: Int.self)
    let reader = Task(executorPreference: executor) {
      var sum = 0
      for await number in stream { sum += number }
      return sum
    }
    for number in 0..<10 {
      continuation.yield(number)
      // The reader suspends in between and leaves the only thread to this.
      await Task(executorPreference: executor) {}.value
    }
    continuation.finish()
    #expect(await reader.value == 45)
    lane.shutdown()
  }

  @Test func taskEndsAlthoughItsLaneHasEnded() async throws {
    let lane = Lane(name: "test", threads: 1, queueLimit: 0)
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self)
    let begun = Recorder<Void>()
    let task = Task(executorPreference: LaneExecutor(lane)) {
      begun.append(())
      for await _ in stream {}
      return 1
    }
    await begun.until { !$0.isEmpty }
    lane.shutdown()
    continuation.finish()
    #expect(await task.value == 1)
  }
}
