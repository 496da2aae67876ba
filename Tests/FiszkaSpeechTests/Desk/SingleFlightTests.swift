import Dispatch
import FiszkaDomain
import Synchronization
import Testing

@testable import FiszkaSpeech

@Suite(.timeLimit(.minutes(2))) struct SingleFlightTests {
  private let flights = SingleFlight<String, Int>()

  /// Work that stands still until the test lets it go on, or its limit ends it.
  private final class Gate: Sendable {
    private let isOpen = Atomic(false)
    private let begun = Atomic(0)

    var entered: Int { begun.load(ordering: .relaxed) }
    func open() { isOpen.store(true, ordering: .relaxed) }

    func pass(_ limit: WorkLimit) throws(SpeechEngineFailure) -> Int {
      let number = begun.wrappingAdd(1, ordering: .relaxed).newValue
      let pause = DispatchSemaphore(value: 0)
      while !isOpen.load(ordering: .relaxed) {
        if let interruption = limit.interruption { throw .interrupted(interruption) }
        _ = pause.wait(timeout: .now() + .milliseconds(1))
      }
      return number
    }
  }

  private func run(
    _ gate: Gate, _ stop: Stop = Stop(), key: String = "cat"
  ) -> Threads.Running<Result<Int, SpeechEngineFailure>> {
    Threads.Running { [flights] in
      Result { () throws(SpeechEngineFailure) in
        try flights.run(key, limit: stop.limit) { (limit) throws(SpeechEngineFailure) in try gate.pass(limit) }.value
      }
    }
  }

  @Test func allCallersOfAKeyGetTheWorkOfOne() async {
    let gate = Gate()
    let first = run(gate)
    #expect(await Threads.until { gate.entered == 1 })
    let stops = (1..<100).map { _ in Stop() }
    let others = stops.map { run(gate, $0) }
    // Each has looked at its limit at least once: it waits.
    #expect(await Threads.until { stops.allSatisfy { $0.asked > 1 } })
    gate.open()
    #expect(await first.value == .success(1))
    for other in others { #expect(await other.value == .success(1)) }
    #expect(gate.entered == 1)
    #expect(await run(gate).value == .success(2))
  }

  @Test func keysDoNotWaitForEachOther() async {
    let (closed, open) = (Gate(), Gate())
    open.open()
    let waiting = run(closed)
    #expect(await run(open, key: "dog").value == .success(1))
    closed.open()
    #expect(await waiting.value == .success(1))
  }

  @Test func aCallerThatGivesUpEndsOnlyItsOwnWait() async {
    let gate = Gate()
    let (leader, follower, patient) = (Stop(), Stop(), Stop())
    let first = run(gate, leader)
    #expect(await Threads.until { gate.entered == 1 })
    let (second, third) = (run(gate, follower), run(gate, patient))
    #expect(await Threads.until { follower.asked > 1 && patient.asked > 1 })
    follower.stop(.deadlineExceeded)
    #expect(await second.value == .failure(.interrupted(.deadlineExceeded)))
    leader.stop()
    let asked = leader.asked
    #expect(await Threads.until { leader.asked > asked + 1 || patient.asked > 10 })
    gate.open()
    #expect(await third.value == .success(1))
    _ = await first.value
    #expect(gate.entered == 1)
  }

  @Test func workEndsWhenNobodyWaits() async {
    let gate = Gate()
    let (leader, follower) = (Stop(), Stop())
    let first = run(gate, leader)
    #expect(await Threads.until { gate.entered == 1 })
    let second = run(gate, follower)
    #expect(await Threads.until { follower.asked > 1 })
    leader.stop()
    follower.stop()
    #expect(await second.value == .failure(.interrupted(.cancelled)))
    #expect(await first.value == .failure(.interrupted(.cancelled)))
    gate.open()
    #expect(await run(gate).value == .success(2))
  }

  @Test func aFailureIsToldToAllAndTriedAgainByTheNext() async {
    let failure = Result<Int, SpeechEngineFailure>.failure(.timedOut)
    let result = Result { () throws(SpeechEngineFailure) in
      try flights.run("cat", limit: .none) { (_) throws(SpeechEngineFailure) -> Int in throw .timedOut }.value
    }
    #expect(result == failure)
    let gate = Gate()
    gate.open()
    #expect(await run(gate).value == .success(1))
  }

  @Test func whoeverHasNoTimeDoesNotBegin() async {
    let gate = Gate()
    #expect(await run(gate, Stop(.deadlineExceeded)).value == .failure(.interrupted(.deadlineExceeded)))
    #expect(gate.entered == 0)
  }
}
