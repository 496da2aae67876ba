import FiszkaDomain
import FiszkaSpeech
import Synchronization
import Testing

@Suite struct BreakerEngineTests {
  /// An engine whose next outcomes a test lists; without any it speaks.
  private final class Scripted: SpeechEngine {
    let name = SpeechEngineName.piper
    let health = SpeechEngineHealth(breaker: .closed)
    let failures = Mutex<[SpeechEngineFailure?]>([])
    let calls = Atomic(0)

    func voiceIdentity(_ accent: Accent, voice: String) -> String { "voice of \(accent)" }

    func synthesize(_ order: SpeechOrder, limit: WorkLimit) throws(SpeechEngineFailure) -> SpokenAudio {
      calls.add(1, ordering: .relaxed)
      let failure = failures.withLock { $0.isEmpty ? nil : $0.removeFirst() }
      if let failure { throw failure }
      return SpokenAudio(wave: [1], durationMilliseconds: 1, sampleRate: 8_000)
    }

    func voices(limit: WorkLimit) throws(SpeechEngineFailure) -> [SpeechVoice] { [SpeechVoice(name: "v", accent: nil)] }
  }

  private let scripted = Scripted()
  private let clock = Clock()
  private let engine: BreakerEngine

  private final class Clock: Sendable {
    let now = Atomic(0)
  }

  init() {
    var settings = BreakerSettings()
    settings.failures = 2
    settings.pauseMilliseconds = 100
    engine = BreakerEngine(scripted, settings) { [clock] in clock.now.load(ordering: .relaxed) }
  }

  private func fail(_ failures: [SpeechEngineFailure?]) {
    scripted.failures.withLock { $0 = failures }
  }

  private func speak() -> SpeechEngineFailure? {
    do throws(SpeechEngineFailure) {
      _ = try engine.synthesize(SpeechOrder(text: "word", accent: .uk), limit: .none)
      return nil
    } catch {
      return error
    }
  }

  @Test func engineThatFailsIsLeftAloneAndTriedAgain() {
    fail([.timedOut, .failed("x")])
    #expect(speak() == .timedOut)
    #expect(speak() == .failed("x"))
    #expect(speak() == .resting(retryAfterMilliseconds: 100))
    #expect(scripted.calls.load(ordering: .relaxed) == 2)
    #expect(engine.health == SpeechEngineHealth(breaker: .open, failures: 2, lastFailure: .failed("x")))
    clock.now.store(100, ordering: .relaxed)
    #expect(speak() == nil)
    #expect(engine.health == SpeechEngineHealth(breaker: .closed, successes: 1, failures: 2))
  }

  @Test(
    arguments: [
      .interrupted(.cancelled), .interrupted(.deadlineExceeded), .overloaded, .unsuited("x"), .unknownVoice("x"),
    ] as [SpeechEngineFailure])
  func failureThatIsNotTheEnginesDoesNotCount(failure: SpeechEngineFailure) {
    fail(Array(repeating: failure, count: 10))
    for _ in 0..<10 { #expect(speak() == failure) }
    #expect(engine.health == SpeechEngineHealth(breaker: .closed))
  }

  @Test(arguments: [.unreachable("x"), .timedOut, .failed("x"), .badAudio("x"), .wrongKey] as [SpeechEngineFailure])
  func failureOfTheEngineCounts(failure: SpeechEngineFailure) {
    fail([failure, failure])
    for _ in 0..<2 { #expect(speak() == failure) }
    #expect(engine.health.breaker == .open)
  }

  @Test func interruptedProbeLetsTheNextCallTry() {
    fail([.timedOut, .timedOut, .interrupted(.cancelled), nil])
    for _ in 0..<2 { _ = speak() }
    clock.now.store(100, ordering: .relaxed)
    #expect(speak() == .interrupted(.cancelled))
    #expect(engine.health.breaker == .open)
    #expect(speak() == nil)
    #expect(engine.health.breaker == .closed)
  }

  @Test func restOfTheEngineIsItsOwn() throws {
    #expect(engine.name == .piper)
    #expect(engine.voiceIdentity(.us, voice: "") == "voice of us")
    #expect(try engine.voices(limit: .none) == [SpeechVoice(name: "v", accent: nil)])
  }
}
