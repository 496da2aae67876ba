import Dispatch
import FiszkaDomain
import Synchronization
import Testing

@testable import FiszkaSpeech

/// Engines that hang, callers that give up, callers that come together.
@Suite(.timeLimit(.minutes(2))) struct EngineDeskTimeTests {
  private let harness: SpeechHarness
  private let cache: ClipCache
  private let coqui = ScriptedEngine(.coqui)
  private let espeak = ScriptedEngine(.espeak)

  init() throws {
    harness = try SpeechHarness()
    cache = try harness.cache()
  }

  private func desk(patience: Int = 60_000) throws -> EngineDesk {
    var breaker = BreakerSettings()
    breaker.patienceMilliseconds = patience
    return try harness.desk([coqui, espeak], cache, breaker: breaker)
  }

  @Test func anEngineThatHangsLeavesTimeToTheNext() throws {
    let desk = try desk()
    coqui.hang()
    let start = ContinuousClock.now
    let spoken = try desk.speak("cat", limit: .within(milliseconds: 2_000))
    #expect(spoken.clip.engine == .espeak && spoken.passedOver == [PassedOver(.coqui, .failure(.timedOut))])
    #expect(ContinuousClock.now - start < .seconds(2))
    #expect(cache.totals.count == 1)
  }

  @Test func whereAllHangTheCallerIsToldInTime() throws {
    let desk = try desk()
    coqui.hang()
    espeak.hang()
    let limit = WorkLimit.within(milliseconds: 2_500)
    let refusal = #expect(throws: SpeechRefusal.self) { try desk.speak("cat", limit: limit) }
    guard case .unavailable(let passedOver) = refusal else {
      Issue.record("\(refusal as Any)")
      return
    }
    #expect(passedOver.filter { $0.trouble == .failure(.timedOut) }.map(\.engine) == [.coqui, .espeak])
    #expect(limit.interruption == nil)
  }

  @Test func anEngineThatHangsLongerThanAnyCallersTimeIsLeftAlone() throws {
    let desk = try desk(patience: 50)
    coqui.hang()
    let limit = WorkLimit.leaving(milliseconds: 200)
    for text in ["a", "b", "c"] {
      #expect(try desk.speak(text, limit: limit).passedOver == [PassedOver(.coqui, .failure(.timedOut))])
    }
    #expect(try desk.speak("d", limit: limit).passedOver.first?.trouble.kind == .resting)
    #expect(coqui.asked.count == 3)
    #expect(desk.health(.coqui)?.breaker == .open && desk.health(.coqui)?.lastFailure == .timedOut)
    #expect(desk.isServing && harness.outcomes.all.last == true)
  }

  @Test func callersInAHurryDoNotMakeAnEngineRest() throws {
    let desk = try desk()
    coqui.hang()
    for number in 0..<5 { _ = try desk.speak("\(number)", limit: .leaving(milliseconds: 20)) }
    #expect(coqui.asked.count == 5 && desk.health(.coqui)?.breaker == .closed && desk.health(.coqui)?.failures == 0)
    coqui.become { order, _ in ScriptedEngine.sound(order.text) }
    #expect(try desk.speak("5", limit: .leaving(milliseconds: 20_000)).clip.engine == .coqui)
  }

  @Test func aCallerThatGivesUpEndsTheSynthesisAndAsksNobodyElse() async throws {
    let desk = try desk(patience: 0)
    coqui.hang()
    let stop = Stop()
    let running = Threads.Running { () -> SpeechRefusal? in
      do {
        _ = try desk.speak("cat", limit: stop.limit)
        return nil
      } catch {
        return error as? SpeechRefusal
      }
    }
    let hasBegun = await Threads.until { [coqui] in coqui.asked.count == 1 }
    #expect(hasBegun)
    stop.stop()
    #expect(await running.value == .interrupted(.cancelled))
    #expect(espeak.asked.isEmpty && cache.totals.count == 0)
    #expect(desk.health(.coqui)?.failures == 0)
  }

  @Test func aHundredCallersOfOneNewWordGetOneSynthesis() async throws {
    let desk = try desk()
    let gate = Gate()
    coqui.become { (order, limit) throws(SpeechEngineFailure) in
      try gate.pass(limit)
      return ScriptedEngine.sound(order.text)
    }
    let stops = (0..<100).map { _ in Stop() }
    let running = stops.map { stop in Threads.Running { try? desk.speak("cat", withSound: true, limit: stop.limit) } }
    // Everyone waits: has asked more than once whether to go on.
    #expect(await Threads.until { stops.allSatisfy { $0.asked > 3 } })
    gate.open()
    var answers: [SpokenClip?] = []
    for thread in running { answers.append(await thread.value) }
    let first = try #require(answers[0])
    #expect(answers.allSatisfy { $0?.clip == first.clip && $0?.sound == first.sound && $0?.isCached == false })
    #expect(coqui.asked.count == 1 && desk.counters.all[.coqui]?.served == [0, 1, 99])
  }

  /// Lets nobody pass until the test opens it.
  private final class Gate: Sendable {
    private let isOpen = Atomic(false)

    func open() { isOpen.store(true, ordering: .relaxed) }

    func pass(_ limit: WorkLimit) throws(SpeechEngineFailure) {
      let pause = DispatchSemaphore(value: 0)
      while !isOpen.load(ordering: .relaxed) {
        if let interruption = limit.interruption { throw .interrupted(interruption) }
        _ = pause.wait(timeout: .now() + .milliseconds(1))
      }
    }
  }
}
