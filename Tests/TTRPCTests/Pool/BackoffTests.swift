import Testing

@testable import TTRPC

@Suite struct BackoffTests {
  private func pauses(_ count: Int, _ backoff: inout Backoff, random: Double) -> [Duration] {
    (0..<count).map { _ in backoff.failed(random: random) }
  }

  @Test(arguments: [(0, [25, 50, 100, 150, 150]), (0.5, [37.5, 75, 150, 225, 225])] as [(Double, [Double])])
  func pausesDoubleUpToTheLongest(_ random: Double, _ milliseconds: [Double]) {
    var backoff = Backoff(first: .milliseconds(50), longest: .milliseconds(300))
    let pauses = pauses(5, &backoff, random: random)
    #expect(pauses == milliseconds.map { .microseconds($0 * 1_000) })
    #expect(backoff.failures == 5)
  }

  @Test func jitterTakesAtMostHalf() {
    for step in 0..<100 {
      var backoff = Backoff(first: .milliseconds(50), longest: .seconds(1))
      let pause = backoff.failed(random: Double(step) / 100)
      #expect((Duration.milliseconds(25)..<Duration.milliseconds(50)).contains(pause))
    }
  }

  @Test func successBeginsAnew() {
    var backoff = Backoff(first: .milliseconds(50), longest: .seconds(1))
    _ = pauses(3, &backoff, random: 0)
    backoff.succeeded()
    #expect(backoff.failures == 0)
    let pause = backoff.failed(random: 0)
    #expect(pause == .milliseconds(25))
  }

  @Test func anyNumberOfFailuresStaysWithinTheLongestPause() {
    for longest in [Duration.seconds(5), .nanoseconds(Int64.max)] {
      var backoff = Backoff(first: .seconds(1), longest: longest)
      let pauses = pauses(200, &backoff, random: 0.999)
      #expect(pauses == pauses.sorted())
      #expect(pauses.allSatisfy { $0 > .zero && $0 <= longest })
    }
  }

  @Test(arguments: [Duration.zero, .seconds(-1)])
  func settingsWithoutSenseStillPause(_ duration: Duration) {
    var backoff = Backoff(first: duration, longest: duration)
    let pause = backoff.failed(random: 0)
    #expect(pause > .zero)
  }
}
