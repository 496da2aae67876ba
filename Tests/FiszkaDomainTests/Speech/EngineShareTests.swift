import FiszkaDomain
import Testing

@Suite struct EngineShareTests {
  @Test func halfIsForAnEngineThatHasANext() {
    #expect(EngineShare.time(of: .seconds(8), hasNext: true) == .seconds(4))
    #expect(EngineShare.time(of: .zero, hasNext: true) == .zero)
  }

  @Test func theLastOneLeavesATenthButNoMoreThanAQuarterOfASecond() {
    #expect(EngineShare.time(of: .seconds(1), hasNext: false) == .milliseconds(900))
    #expect(EngineShare.time(of: .seconds(100), hasNext: false) == .milliseconds(99_750))
    #expect(EngineShare.time(of: .zero, hasNext: false) == .zero)
  }
}

@Suite struct SpeechEngineHealthTests {
  @Test(arguments: [
    (SpeechEngineHealth(breaker: .closed), true), (.init(breaker: .closed, successes: 1, failures: 2), true),
    (.init(breaker: .closed, failures: 1), false), (.init(breaker: .open, successes: 9, failures: 3), false),
    (.init(breaker: .halfOpen, successes: 9, failures: 3), false),
  ])
  func anEngineIsExpectedToSpeakUnlessItRestsOrOnlyFailed(_ health: SpeechEngineHealth, _ isExpected: Bool) {
    #expect(health.isExpectedToSpeak == isExpected)
  }
}
