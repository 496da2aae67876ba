import FiszkaDomain
import Testing

@Suite struct SpeechQuotaTests {
  private let start = Instant(microseconds: 1_000)

  @Test func soManyAreHadAtOnceAndThenOneByOne() {
    var quota = SpeechQuota(perHour: 4, at: start)
    for _ in 1...4 { #expect(quota.take(at: start) == nil) }
    #expect(quota.take(at: start) == 900_000_000)
    let almost = start.advanced(by: .seconds(899))
    #expect(quota.take(at: almost) == 1_000_000)
    #expect(quota.take(at: start.advanced(by: .seconds(900))) == nil)
    #expect(quota.take(at: start.advanced(by: .seconds(900))) == 900_000_000)
  }

  @Test func itFillsUpToItsMeasureAndNoFurther() {
    var quota = SpeechQuota(perHour: 2, at: start)
    #expect(quota.isFull(at: start))
    _ = quota.take(at: start)
    #expect(!quota.isFull(at: start.advanced(by: .seconds(1_799))))
    #expect(quota.isFull(at: start.advanced(by: .seconds(1_800))))
    let later = start.advanced(by: .seconds(1_000_000))
    #expect(quota.take(at: later) == nil && quota.take(at: later) == nil && quota.take(at: later) != nil)
  }

  @Test func aClockThatGoesBackGivesNothing() {
    var quota = SpeechQuota(perHour: 1, at: start)
    #expect(quota.take(at: start) == nil)
    #expect(quota.take(at: Instant(microseconds: -5_000_000_000)) != nil)
    #expect(quota.take(at: start.advanced(by: .seconds(3_599))) != nil)
  }
}
